using Microsoft.Extensions.Options;

namespace Thesis.Services.Drivers;

/// <summary>Makes position partitions ahead, drops those past their time, and forgets orders that ended long ago.</summary>
public sealed partial class DriverUpkeep(
    PositionPartitions partitions, DriverOrderStore orders, IOptions<DriversOptions> options, TimeProvider time, ILogger<DriverUpkeep> logger)
    : BackgroundService
{
    /// <summary>The first round is over before the process takes requests: without today's partition no position can be kept.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RunAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>One round.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var now = time.GetUtcNow();
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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.UpkeepInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested) // Days of partitions are ahead; the next round tries again.
            {
                LogFailed(fault);
            }
        }
    }
}
