namespace Thesis.Dashboard.Resources;

/// <summary>How a command ended.</summary>
/// <param name="Success">Whether it did what it says.</param>
/// <param name="Message">What to tell the user, above all when it failed.</param>
/// <param name="Result">What it answered, to be looked at; null when it has no more to say than the message.</param>
/// <param name="ShowResult">Whether to show the result at once, not only when asked for.</param>
public sealed record CommandOutcome(bool Success, string? Message, string? Result = null, bool ShowResult = false);
