namespace Thesis.Services.Shared.Time;

/// <summary>A part of every day.</summary>
/// <param name="FromMinute">Minutes after midnight, 0 to 1,439.</param>
/// <param name="UntilMinute">Minutes after midnight, 0 to 1,439. At or before the start: on the next day.</param>
public sealed record ClockSpan(int FromMinute, int UntilMinute);
