using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Allocation.Domain;

namespace Thesis.Services.Allocation.Messaging;

/// <summary>
/// Starts the runs of due regions and fails those that were not answered. Every process of the service may run one: the
/// database lets one run of a region begin.
/// </summary>
public sealed partial class AllocationScheduler(
    IServiceScopeFactory scopes,
    RunQuery query,
    RunStore runs,
    RunStarter starter,
    RegionSignal signal,
    IOptions<AllocationOptions> options,
    TimeProvider time,
    ILogger<AllocationScheduler> logger) : BackgroundService
{
    private static readonly Actor Scheduler = Actor.System(AllocationModule.Schema);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = options.Value.PollInterval;
            try
            {
                pause = await TickAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested) // Whatever failed, the next tick tries again.
            {
                LogTickFailed(fault);
            }

            try
            {
                await PauseAsync(pause, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Fails overdue runs and starts the due ones; returns how long there is nothing to do.</summary>
    public async Task<TimeSpan> TickAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        await FailOverdueAsync(cancellationToken);
        var now = time.GetUtcNow();
        var pause = settings.PollInterval;
        foreach (var region in await query.DueAsync(now, settings.Quiet, settings.MaxWait, cancellationToken))
        {
            if (region.DueAt <= now)
            {
                await StartAsync(region, cancellationToken);
            }
            else if (region.DueAt - now < pause)
            {
                pause = region.DueAt - now;
            }
        }

        return pause < ShortestPause ? ShortestPause : pause;
    }

    /// <summary>
    /// Sleeps until a handler calls, at most <paramref name="pause"/>. A call comes before its commit and asks for a look
    /// one quiet time later, which is also the soonest that its region can be due.
    /// </summary>
    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (await signal.WaitAsync(pause, time, cancellationToken))
        {
            var quiet = options.Value.Quiet;
            await Task.Delay(quiet < ShortestPause ? ShortestPause : quiet, time, cancellationToken);
        }
    }

    private async Task StartAsync(DueRegion region, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<CommandContext>();
        await context.OpenAsync(AllocationModule.Schema, Scheduler, cancellationToken);
        var (outcome, runId) = await starter.StartAsync(context, region.Region, region.Cause, cancellationToken);
        await context.CommitAsync(cancellationToken);
        if (outcome == StartOutcome.Asked)
        {
            LogStarted(region.Region, runId, region.Cause);
        }
    }

    private async Task FailOverdueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<CommandContext>();
        await context.OpenAsync(AllocationModule.Schema, Scheduler, cancellationToken);
        var overdue = await runs.FailOverdueAsync(context, context.Now - options.Value.RunTimeout, cancellationToken);
        foreach (var (runId, region) in overdue)
        {
            context.Audit("allocation_run.failed", new Id<Kinds.Run>(runId).ToString(), new { region });
            LogUnanswered(region, runId);
        }

        await context.CommitAsync(cancellationToken);
    }
}
