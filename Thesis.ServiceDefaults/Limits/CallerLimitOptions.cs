using System.ComponentModel.DataAnnotations;

namespace Thesis.ServiceDefaults;

/// <summary>How much of a process one caller may use at a time. Section <c>CallerLimits</c>.</summary>
public sealed class CallerLimitOptions
{
    /// <summary>Requests of one caller that are worked on at the same time.</summary>
    [Range(1, 1_000)]
    public int AtOnce { get; set; } = 4;

    /// <summary>Requests of one caller that wait for their turn; what comes on top is refused with 429.</summary>
    [Range(0, 10_000)]
    public int Waiting { get; set; } = 200;
}
