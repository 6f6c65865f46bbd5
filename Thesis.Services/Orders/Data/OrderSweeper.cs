using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Data;

/// <summary>Moves the orders whose time has come: unanswered proposals and spoiled food expire, old receipts count as confirmed.</summary>
public sealed partial class OrderSweeper(
    IServiceScopeFactory scopes,
    OrderStore store,
    OrderFulfilment orders,
    IOptions<OrdersOptions> options,
    TimeProvider time,
    ILogger<OrderSweeper> logger)
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
        var expired = orders.TakeAll(
            context,
            await store.LockExpiredAsync(context, most, cancellationToken),
            order => new OrderEvent(OrderAction.Expire) { Reason = Why(order, context.Now) });
        var confirmed = orders.TakeAll(
            context,
            await store.LockUnconfirmedAsync(context, context.Now - options.Value.ReceiptTimeout, most, cancellationToken),
            _ => new OrderEvent(OrderAction.Confirm));
        await context.CommitAsync(cancellationToken);
        return (expired + confirmed, Math.Max(expired, confirmed) >= most);
    }

    private static string Why(Order order, DateTimeOffset now) =>
        order.ExpiresAt <= now ? "The food expired before pickup." : "The proposal was not answered in time.";
}
