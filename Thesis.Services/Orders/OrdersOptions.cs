using System.ComponentModel.DataAnnotations;

namespace Thesis.Services.Orders;

/// <summary>How long orders wait for people. Section <c>Orders</c>.</summary>
public sealed class OrdersOptions
{
    /// <summary>Time that an NGO has at least to answer a proposal, while the food keeps.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan ShortestAnswer { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Time that it has at most, quiet hours and closed days not counted.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan LongestAnswer { get; set; } = TimeSpan.FromHours(4);

    /// <summary>Time after delivery when a receipt that nobody confirmed counts as confirmed.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan ReceiptTimeout { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Orders that a driver may have claimed and not yet delivered.</summary>
    [Range(1, 100)]
    public int MostActiveOrders { get; set; } = 10;

    /// <summary>Pause between two looks for orders whose time has come.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Orders changed in one transaction of a sweep.</summary>
    [Range(1, 5000)]
    public int SweepBatch { get; set; } = 500;

    /// <summary>The ways of regions, by name.</summary>
    public Dictionary<string, RegionSettings> Regions { get; } = new(StringComparer.Ordinal)
    {
        ["los-angeles"] = new RegionSettings { TimeZone = "America/Los_Angeles", QuietFrom = "21:00", QuietUntil = "07:00" },
    };
}

/// <summary>The ways of one region.</summary>
public sealed class RegionSettings
{
    /// <summary>IANA name.</summary>
    [Required]
    public string TimeZone { get; set; } = "UTC";

    /// <summary>When nobody is asked anything any more, e.g. "21:00"; empty for never.</summary>
    public string QuietFrom { get; set; } = "";

    /// <summary>When people may be asked again, e.g. "07:00".</summary>
    public string QuietUntil { get; set; } = "";

    /// <summary>Digits of the code by which a delivery is proved; 0 asks for none, else 4 to 6.</summary>
    [Range(0, 6)]
    public int CodeDigits { get; set; }
}
