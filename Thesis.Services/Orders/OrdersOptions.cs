using System.ComponentModel.DataAnnotations;

namespace Thesis.Services.Orders;

/// <summary>How long orders wait for people. Section <c>Orders</c>.</summary>
public sealed class OrdersOptions
{
    /// <summary>Time an NGO has to answer a proposal; the food's expiry ends it earlier.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan ProposalTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Time after delivery when a receipt that nobody confirmed counts as confirmed.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan ReceiptTimeout { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Pause between two looks for orders whose time has come.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Orders changed in one transaction of a sweep.</summary>
    [Range(1, 5000)]
    public int SweepBatch { get; set; } = 500;
}
