using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Drivers.Data;

/// <summary>Makes position partitions ahead, drops those past their time, and forgets orders that ended long ago.</summary>
public sealed partial class DriverUpkeep(
    PositionPartitions partitions, DriverOrderStore orders, IOptions<DriversOptions> options, TimeProvider time, ILogger<DriverUpkeep> logger)
    : PeriodicService(time, logger)
{
    private readonly ILogger log = logger;

    /// <inheritdoc/>
    protected override TimeSpan Interval => options.Value.UpkeepInterval;

    /// <summary>The first round is over before the process takes requests: without today's partition no position can be kept.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RunOnceAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var now = Time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var oldest = DateOnly.FromDateTime((now - settings.OldestPosition).UtcDateTime);
        await partitions.MakeAsync(oldest, today.AddDays(settings.PartitionsAhead), cancellationToken);
        var dropped = await partitions.DropBeforeAsync(today.AddDays(1 - settings.PositionDays), cancellationToken);
        if (dropped > 0)
        {
            LogDropped(dropped);
        }

        await orders.ForgetBeforeAsync(now - TimeSpan.FromDays(settings.PositionDays), cancellationToken);
    }
}
