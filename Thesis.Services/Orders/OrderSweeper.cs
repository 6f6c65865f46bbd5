using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Orders;

/// <summary>Moves the orders whose time has come: unanswered proposals and spoiled food expire, old receipts count as confirmed.</summary>
public sealed partial class OrderSweeper(
    IServiceScopeFactory scopes, OrderStore store, IOptions<OrdersOptions> options, TimeProvider time, ILogger<OrderSweeper> logger)
    : BackgroundService
{
    private static readonly Actor Sweeper = Actor.System(OrdersModule.Schema);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested) // Whatever failed, the next tick tries again.
            {
                LogSweepFailed(fault);
            }
        }
    }

    /// <summary>Sweeps in batches until nothing is due; returns how many orders moved.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var moved = 0;
        int batch;
        do
        {
            batch = await SweepBatchAsync(cancellationToken);
            moved += batch;
        }
        while (batch >= options.Value.SweepBatch);

        if (moved > 0)
        {
            LogSwept(moved);
        }

        return moved;
    }

    private async Task<int> SweepBatchAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<CommandContext>();
        await context.OpenAsync(OrdersModule.Schema, Sweeper, cancellationToken);
        var most = options.Value.SweepBatch;
        var expired = await store.ExpireAsync(context, most, cancellationToken);
        var completed = await store.CompleteAsync(context, context.Now - options.Value.ReceiptTimeout, most, cancellationToken);
        foreach (var (order, previous) in expired.Concat(completed))
        {
            context.PublishStatusChanged(order, previous);
            context.Audit($"order.{order.Status.Name()}", new Id<Kinds.Order>(order.Id).ToString(), new { from = previous.Name(), order.Reason });
        }

        await context.CommitAsync(cancellationToken);
        return Math.Max(expired.Count, completed.Count);
    }
}
