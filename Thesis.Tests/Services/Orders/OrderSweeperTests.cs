using Microsoft.Extensions.DependencyInjection;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Data;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Orders;

public class OrderSweeperTests : IAsyncLifetime
{
    private readonly MovableTime time = new();
    private Logistics? host;

    private Logistics Host => host ?? throw new InvalidOperationException("Not started.");

    private OrderSweeper Sweeper => Host.Services.GetRequiredService<OrderSweeper>();

    public async Task InitializeAsync() => host = await Logistics.StartLogisticsAsync(time, ("Orders:SweepInterval", "01:00:00"), ("Orders:SweepBatch", "2"));

    public async Task DisposeAsync() => await Host.DisposeAsync();

    [Fact]
    public async Task Time_moves_orders_that_nobody_moves()
    {
        var proposals = new List<Id<Kinds.Order>>();
        for (var i = 0; i < 3; i++)
        {
            proposals.Add(await Host.ProposeAsync());
        }

        var accepted = await Host.AcceptedAsync();
        var delivered = await Host.AcceptedAsync();
        await Host.ScalarAsync<object>(
            "update orders.orders set status = 'delivered', driver_id = 1, picked_up_grams = 1, delivered_grams = 1, delivered_at = $2 where id = $1",
            delivered.Value, time.GetUtcNow());

        Assert.Equal(0, await Sweeper.SweepAsync(CancellationToken.None));
        time.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(3, await Sweeper.SweepAsync(CancellationToken.None));
        Assert.All(await Task.WhenAll(proposals.Select(StatusAsync)), status => Assert.Equal("expired", status));
        Assert.Equal(("accepted", "delivered"), (await StatusAsync(accepted), await StatusAsync(delivered)));

        time.Advance(TimeSpan.FromHours(12));
        Assert.Equal(1, await Sweeper.SweepAsync(CancellationToken.None));
        Assert.Equal("expired", await StatusAsync(accepted));
        Assert.Equal("The food expired before pickup.", await Host.OrderAsync<string>(accepted, "reason"));

        time.Advance(TimeSpan.FromHours(12));
        Assert.Equal(1, await Sweeper.SweepAsync(CancellationToken.None));
        Assert.Equal("completed", await StatusAsync(delivered));
        Assert.Equal(0, await Sweeper.SweepAsync(CancellationToken.None));
        await Eventually.HoldsAsync(
            "the receipt's event", async () => (await Host.OrderEventsAsync(delivered)).Select(e => e.Status).SequenceEqual(["accepted", "completed"]));
    }

    [Fact]
    public async Task Sweepers_side_by_side_move_each_order_once()
    {
        var ids = new List<Id<Kinds.Order>>();
        for (var i = 0; i < 6; i++)
        {
            ids.Add(await Host.ProposeAsync());
        }

        time.Advance(TimeSpan.FromMinutes(31));
        var moved = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Sweeper.SweepAsync(CancellationToken.None)));
        var rest = await Sweeper.SweepAsync(CancellationToken.None);

        Assert.Equal(6, moved.Sum() + rest);
        Assert.All(await Task.WhenAll(ids.Select(id => Host.OrderAsync<long>(id, "version"))), version => Assert.Equal(2L, version));
    }

    private Task<string?> StatusAsync(Id<Kinds.Order> id) => Host.OrderAsync<string>(id, "status");
}
