using System.ComponentModel.DataAnnotations;

namespace Thesis.Services.Drivers;

/// <summary>Limits of drivers and of their position history. Section <c>Drivers</c>.</summary>
public sealed class DriversOptions
{
    /// <summary>Days of position history that are kept, today included.</summary>
    [Range(2, 3650)]
    public int PositionDays { get; set; } = 30;

    /// <summary>Days for which partitions are made ahead.</summary>
    [Range(1, 60)]
    public int PartitionsAhead { get; set; } = 3;

    /// <summary>Pause between two rounds of making and dropping partitions.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan UpkeepInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Orders forgotten with one statement; more wait for the next.</summary>
    [Range(1, 10_000)]
    public int ForgetBatch { get; set; } = 1000;

    /// <summary>Oldest position a device may still deliver.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan OldestPosition { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How far a device's clock may be ahead.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ClockAhead { get; set; } = TimeSpan.FromMinutes(2);
}
