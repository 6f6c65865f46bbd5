using NodaTime;
using Thesis.Services.Shared.Time;

namespace Thesis.Services.Orders.Domain;

/// <summary>What orders follow of a region's ways.</summary>
/// <param name="Zone">In which days and quiet hours are.</param>
/// <param name="Quiet">When people are not asked anything; null for never.</param>
/// <param name="CodeDigits">Digits of the code that proves a delivery; 0 for no code.</param>
public sealed record RegionRules(DateTimeZone Zone, QuietHours? Quiet, int CodeDigits);
