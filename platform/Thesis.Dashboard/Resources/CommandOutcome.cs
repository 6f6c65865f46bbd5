namespace Thesis.Dashboard.Resources;

/// <summary>How a command ended.</summary>
/// <param name="Success">Whether it did what it says.</param>
/// <param name="Message">What to tell the user, above all when it failed.</param>
public sealed record CommandOutcome(bool Success, string? Message);
