using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Domain;
using Thesis.Services.Orders.Messaging;

namespace Thesis.Services.Orders.Data;

/// <summary>Moves the orders whose time has come: unanswered proposals and spoiled food expire, old receipts count as confirmed.</summary>
public sealed partial class OrderSweeper(
    IServiceScopeFactory scopes, OrderStore store, IOptions<OrdersOptions> options, TimeProvider time, ILogger<OrderSweeper> logger)
    : PeriodicService(time, logger)
{
    private static readonly Actor Sweeper = Actor.System(OrdersModule.Schema);

    private readonly ILogger log = logger;

    /// <inheritdoc/>
    protected override TimeSpan Interval => options.Value.SweepInterval;

    /// <inheritdoc/>
    public override Task RunOnceAsync(CancellationToken cancellationToken) => SweepAsync(cancellationToken);

    /// <summary>Sweeps in batches, as many as one round may; returns how many orders moved.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var moved = 0;
        for (var batch = 0; batch < MostBatches; batch++)
        {
            var (inBatch, isFull) = await SweepBatchAsync(cancellationToken);
            moved += inBatch;
            if (!isFull)
            {
                break;
            }
        }

        if (moved > 0)
        {
            LogSwept(moved);
        }

        return moved;
    }

    private async Task<(int Moved, bool IsFull)> SweepBatchAsync(CancellationToken cancellationToken)
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
        return (expired.Count + completed.Count, Math.Max(expired.Count, completed.Count) >= most);
    }
}
