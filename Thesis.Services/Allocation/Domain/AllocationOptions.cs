using System.ComponentModel.DataAnnotations;
using Thesis.Contracts.Strategies;

namespace Thesis.Services.Allocation.Domain;

/// <summary>When regions are solved, and by which strategy. Section <c>Allocation</c>.</summary>
public sealed class AllocationOptions
{
    /// <summary>A region is solved when nothing changed in it for so long.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Quiet { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>A region is solved at the latest so long after its first change.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Pause after which a region with food left over is solved again without a change.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A run that is not answered in this time has failed; its region is solved again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan RunTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Pause between two looks for due regions that no event announced, e.g. to other processes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest hold of a donation that refused a lot and of which nothing newer is known.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan LongestHold { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an NGO that did not answer is not offered the same food again: others come first.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan UnansweredPause { get; set; } = TimeSpan.FromHours(2);

    /// <summary>The built-in strategy of regions that have chosen none.</summary>
    [Required]
    public string StrategyVersion { get; set; } = BuiltInStrategies.RegionDefault;

    /// <summary>Smallest lot of any trip, kg, whatever the strategy.</summary>
    [Range(0.001, 50_000)]
    public double MinimumLotKg { get; set; } = 5;

    /// <summary>Days after the one that is planned of which NGOs' opening hours are told to the engine: longer than any food keeps here.</summary>
    [Range(1, 60)]
    public int OpeningDays { get; set; } = 8;

    /// <summary>Days, today counted, for which food is planned ahead; what is picked up later waits.</summary>
    [Range(1, 60)]
    public int PlanningDays { get; set; } = 14;

    /// <summary>Donations in one run; the soonest to expire go first.</summary>
    [Range(1, 100_000)]
    public int MostDonations { get; set; } = 20_000;

    /// <summary>NGOs in one run.</summary>
    [Range(1, 100_000)]
    public int MostNgos { get; set; } = 5_000;
}
