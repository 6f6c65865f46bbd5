using System.ComponentModel.DataAnnotations;
using Thesis.Contracts.Allocation.V1;

namespace Thesis.Services.Allocation;

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

    /// <summary>Names the weights and limits below in every run; change it with them.</summary>
    [Required]
    public string StrategyVersion { get; set; } = "balanced-1";

    /// <summary>Smallest lot of any trip, kg.</summary>
    [Range(0.001, 50_000)]
    public double MinimumLotKg { get; set; } = 5;

    /// <summary>The engine's wall-clock limit, ms.</summary>
    [Range(10, 600_000)]
    public int TimeLimitMs { get; set; } = 10_000;

    /// <summary>Donations in one run; the soonest to expire go first.</summary>
    [Range(1, 100_000)]
    public int MostDonations { get; set; } = 20_000;

    /// <summary>NGOs in one run.</summary>
    [Range(1, 100_000)]
    public int MostNgos { get; set; } = 5_000;

    /// <summary>Days of earlier deliveries that count for fairness.</summary>
    [Range(0, 365)]
    public int FairnessDays { get; set; } = 7;

    public WeightOptions Weights { get; set; } = new();

    public TravelOptions Travel { get; set; } = new();

    /// <summary>IANA time zone of a region's day; UTC for a region that is not named.</summary>
    public Dictionary<string, string> TimeZones { get; } = new(StringComparer.Ordinal) { ["los-angeles"] = "America/Los_Angeles" };

    /// <summary>The terms of a kg's value; see the contract's <see cref="Contracts.Allocation.V1.Weights"/>.</summary>
    public sealed class WeightOptions
    {
        public double Priority { get; set; } = 0.5;

        public double Preferred { get; set; } = 1.25;

        public double NotPreferred { get; set; } = 0.8;

        public double Urgency { get; set; } = 0.5;

        public double CostPerKm { get; set; } = 0.4;

        public double Fairness { get; set; } = 0.3;

        internal Weights ToMessage() => new()
        {
            Priority = Priority,
            Preferred = Preferred,
            NotPreferred = NotPreferred,
            Urgency = Urgency,
            CostPerKm = CostPerKm,
            Fairness = Fairness,
        };
    }

    /// <summary>How far and how fast food travels; see the contract's <see cref="TravelLimits"/>.</summary>
    public sealed class TravelOptions
    {
        public double MaxKm { get; set; } = 60;

        public double SpeedKmh { get; set; } = 40;

        public double HandlingMinutes { get; set; } = 15;

        public double RoadFactor { get; set; } = 1.3;

        public int MaxCandidates { get; set; } = 40;

        internal TravelLimits ToMessage() => new()
        {
            MaxKm = MaxKm,
            SpeedKmh = SpeedKmh,
            HandlingMinutes = HandlingMinutes,
            RoadFactor = RoadFactor,
            MaxCandidates = MaxCandidates,
        };
    }
}
