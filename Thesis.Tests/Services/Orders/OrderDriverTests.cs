using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Drivers.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Orders;

/// <summary>What Drivers does with orders, by gRPC.</summary>
public class OrderDriverTests
{
    [Fact]
    public async Task Of_many_drivers_who_claim_an_order_at_once_exactly_one_gets_it()
    {
        var logistics = await Logistics.SharedAsync();
        var id = await logistics.AcceptedAsync();
        var drivers = Enumerable.Range(0, 12).Select(_ => Logistics.NextId()).ToArray();

        var attempts = await Task.WhenAll(drivers.Select(async driver => (driver, Refusal: await TryAsync(() => AssignAsync(logistics, id, driver)))));

        var winner = Assert.Single(attempts, attempt => attempt.Refusal is null).driver;
        Assert.All(attempts.Where(attempt => attempt.driver != winner), attempt => Assert.Equal(StatusCode.FailedPrecondition, attempt.Refusal));
        Assert.Equal(winner, await logistics.OrderAsync<long>(id, "driver_id"));
        Assert.Equal(3L, await logistics.OrderAsync<long>(id, "version"));
        Assert.Null(await TryAsync(() => AssignAsync(logistics, id, winner)));
        Assert.Equal(3L, await logistics.OrderAsync<long>(id, "version"));
    }

    [Fact]
    public async Task Pickup_and_delivery_are_weighed_and_a_repetition_changes_nothing()
    {
        var logistics = await Logistics.SharedAsync();
        var (mine, other) = (Logistics.NextId(), Logistics.NextId());
        var id = await logistics.AcceptedAsync(kg: 40);
        await AssignAsync(logistics, id, mine);

        Assert.Equal(StatusCode.PermissionDenied, await TryAsync(() => PickUpAsync(logistics, id, other, 40_000)));
        Assert.Equal(StatusCode.FailedPrecondition, await TryAsync(() => DeliverAsync(logistics, id, mine, 40_000)));
        Assert.Equal(StatusCode.InvalidArgument, await TryAsync(() => PickUpAsync(logistics, id, mine, 40_001)));
        Assert.Equal(StatusCode.InvalidArgument, await TryAsync(() => PickUpAsync(logistics, id, mine, -1)));
        Assert.Null(await TryAsync(() => PickUpAsync(logistics, id, mine, 38_000)));
        Assert.Null(await TryAsync(() => PickUpAsync(logistics, id, mine, 38_000)));
        Assert.Equal(StatusCode.FailedPrecondition, await TryAsync(() => PickUpAsync(logistics, id, mine, 37_000)));
        Assert.Equal(StatusCode.InvalidArgument, await TryAsync(() => DeliverAsync(logistics, id, mine, 38_001)));
        Assert.Null(await TryAsync(() => DeliverAsync(logistics, id, mine, 37_500)));
        Assert.Null(await TryAsync(() => DeliverAsync(logistics, id, mine, 37_500)));

        Assert.Equal(
            "delivered/38000/37500/5",
            await logistics.ScalarAsync<string>("select status || '/' || picked_up_grams || '/' || delivered_grams || '/' || version from orders.orders where id = $1", id.Value));
        using var ngo = logistics.AsNgo();
        await ngo.PostCommandAsync($"/api/v1/orders/{id}/confirm").ReadAsync<System.Text.Json.Nodes.JsonNode>();
        Assert.Equal("completed", await logistics.OrderAsync<string>(id, "status"));
    }

    [Fact]
    public async Task A_driver_may_fail_an_order_before_and_after_pickup()
    {
        var logistics = await Logistics.SharedAsync();
        var (mine, other) = (Logistics.NextId(), Logistics.NextId());
        var region = Logistics.NewRegion();
        var (before, after) = (await logistics.AcceptedAsync(region), await logistics.AcceptedAsync(region));
        await AssignAsync(logistics, before, mine);
        await AssignAsync(logistics, after, mine);
        await PickUpAsync(logistics, after, mine, 40_000);

        Assert.Equal(StatusCode.PermissionDenied, await TryAsync(() => FailAsync(logistics, before, other)));
        Assert.Null(await TryAsync(() => FailAsync(logistics, before, mine)));
        Assert.Null(await TryAsync(() => FailAsync(logistics, after, mine)));
        Assert.Null(await TryAsync(() => FailAsync(logistics, after, mine)));

        Assert.Equal("failed", await logistics.OrderAsync<string>(before, "status"));
        Assert.Equal("failed", await logistics.OrderAsync<string>(after, "status"));
    }

    [Fact]
    public async Task Claimable_orders_come_nearest_pickup_first_and_without_those_of_others()
    {
        var logistics = await Logistics.SharedAsync();
        var (mine, other) = (Logistics.NextId(), Logistics.NextId());
        var region = Logistics.NewRegion();
        var far = await logistics.AcceptedAsync(region, latitude: 34.5);
        var near = await logistics.AcceptedAsync(region, latitude: 34.06);
        var taken = await logistics.AcceptedAsync(region);
        await AssignAsync(logistics, taken, mine);
        await logistics.ProposeAsync(region);

        var request = new ListClaimableOrdersRequest { Region = region, Latitude = 34.05, Longitude = -118.25, Limit = 10 };
        var orders = (await Orders(logistics).ListClaimableOrdersAsync(request)).Orders;

        Assert.Equal([near.Value, far.Value], orders.Select(order => order.Id));
        request.Limit = 201;
        Assert.Equal(StatusCode.InvalidArgument, await TryAsync(async () => await Orders(logistics).ListClaimableOrdersAsync(request)));
    }

    [Theory]
    [InlineData("user-ngo1", "ngo", true)]
    [InlineData("user-donor1", "donor", true)]
    [InlineData("user-dispatcher", "dispatcher", true)]
    [InlineData("user-ngo2", "ngo", false)]
    [InlineData("user-driver1", "driver", false)]
    public async Task An_orders_topic_is_for_those_it_concerns(string subject, string role, bool allowed)
    {
        var logistics = await Logistics.SharedAsync();
        var id = await logistics.ProposeAsync();

        var answer = await Orders(logistics).AuthorizeTopicAsync(new AuthorizeTopicRequest { Topic = $"order:{id}" }, Signed(logistics, subject, role));

        Assert.Equal(allowed, answer.Allowed);
        Assert.Equal(allowed, answer.Reason.Length == 0);
    }

    [Fact]
    public async Task People_cannot_call_what_is_meant_for_services()
    {
        var logistics = await Logistics.SharedAsync();
        var id = await logistics.AcceptedAsync();

        var status = await TryAsync(async () => await Orders(logistics).AssignOrderAsync(
            new AssignOrderRequest { OrderId = id.Value, DriverId = 5, DriverUser = "user-driver5" },
            Signed(logistics, "user-driver5", "driver")));

        Assert.Equal(StatusCode.PermissionDenied, status);
        Assert.Equal("accepted", await logistics.OrderAsync<string>(id, "status"));
    }

    /// <summary>As Drivers, which runs in the same process, calls them.</summary>
    private static OrdersService.OrdersServiceClient Orders(Logistics logistics) =>
        logistics.Services.GetRequiredService<OrdersService.OrdersServiceClient>();

    private static CallOptions Signed(Logistics logistics, string subject, string role) =>
        new(new Metadata { { "authorization", $"Bearer {logistics.Issuer.Sign(subject, [role])}" } });

    /// <summary>A driver of the order's region with a van of 300 kg, on shift, claims the order.</summary>
    private static async Task<AssignOrderResponse> AssignAsync(Logistics logistics, Id<Kinds.Order> id, long driver) =>
        await Orders(logistics).AssignOrderAsync(new AssignOrderRequest
        {
            OrderId = id.Value,
            DriverId = driver,
            DriverUser = UserOf(driver),
            Driver = new DriverSnapshot
            {
                Id = driver,
                Version = 1,
                UserId = UserOf(driver),
                Name = "Dana",
                Region = await logistics.OrderAsync<string>(id, "region"),
                CapacityGrams = 300_000,
                OnShift = true,
            },
        });

    private static async Task<RecordPickupResponse> PickUpAsync(Logistics logistics, Id<Kinds.Order> id, long driver, long grams) =>
        await Orders(logistics).RecordPickupAsync(new RecordPickupRequest
        {
            OrderId = id.Value, DriverId = driver, DriverUser = UserOf(driver), Grams = grams, Reason = "A crate was crushed.", Rest = "gone",
        });

    private static async Task<RecordDeliveryResponse> DeliverAsync(Logistics logistics, Id<Kinds.Order> id, long driver, long grams) =>
        await Orders(logistics).RecordDeliveryAsync(new RecordDeliveryRequest
        {
            OrderId = id.Value, DriverId = driver, DriverUser = UserOf(driver), Grams = grams, Reason = "A bag tore.", Rest = "gone",
        });

    private static async Task<RecordFailureResponse> FailAsync(Logistics logistics, Id<Kinds.Order> id, long driver) =>
        await Orders(logistics).RecordFailureAsync(new RecordFailureRequest
        {
            OrderId = id.Value, DriverId = driver, DriverUser = UserOf(driver), Reason = "Flat tyre.",
        });

    private static string UserOf(long driver) => $"user-driver{driver}";

    /// <summary>Null when the call went well, else how it ended.</summary>
    private static async Task<StatusCode?> TryAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }
}
