namespace Thesis.Dashboard.Resources;

/// <summary>A line that a resource's process printed.</summary>
/// <param name="Number">Counts up from 1 within the resource.</param>
/// <param name="Time">When it was read.</param>
/// <param name="IsError">True for standard error.</param>
/// <param name="Text">Without its line break; ANSI escapes are kept.</param>
public sealed record ConsoleLine(long Number, DateTimeOffset Time, bool IsError, string Text);
