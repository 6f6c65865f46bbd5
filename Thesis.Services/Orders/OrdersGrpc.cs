using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.Grpc;
using Thesis.ServiceDefaults;
using Place = Thesis.Services.Places.Place;

namespace Thesis.Services.Orders;

/// <summary>The gRPC contract of orders: what Drivers does in the name of a driver, and topic rights for the realtime hub.</summary>
internal static class OrdersGrpc
{
    private const int MostClaimable = 200;
    private const int MostReasonCharacters = 500;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGrpc(GrpcMethods.Orders.ListClaimableOrders, ListClaimable).RequireAuthorization(Policies.Service);
        app.MapGrpc(GrpcMethods.Orders.AssignOrder, Assign).RequireAuthorization(Policies.Service);
        app.MapGrpc(GrpcMethods.Orders.RecordPickup, RecordPickup).RequireAuthorization(Policies.Service);
        app.MapGrpc(GrpcMethods.Orders.RecordDelivery, RecordDelivery).RequireAuthorization(Policies.Service);
        app.MapGrpc(GrpcMethods.Orders.RecordFailure, RecordFailure).RequireAuthorization(Policies.Service);
        app.MapGrpc(GrpcMethods.Orders.AuthorizeTopic, AuthorizeTopic).RequireAuthorization(Policies.SignedIn);
    }

    private static async Task<ListClaimableOrdersResponse> ListClaimable(ListClaimableOrdersRequest request, ServerCallContext call)
    {
        Require(Place.IsRegion(request.Region), "region", Place.RegionForm);
        Require(Place.IsLatitude(request.Latitude), "latitude", "must be from -90 to 90");
        Require(Place.IsLongitude(request.Longitude), "longitude", "must be from -180 to 180");
        Require(request.Limit is > 0 and <= MostClaimable, "limit", $"must be from 1 to {MostClaimable}");
        var services = call.GetHttpContext().RequestServices;
        var orders = await services.GetRequiredService<OrderQuery>().ClaimableAsync(
            request.Region, request.Latitude, request.Longitude,
            services.GetRequiredService<TimeProvider>().GetUtcNow(), request.Limit, call.CancellationToken);
        return new ListClaimableOrdersResponse { Orders = { orders.Select(order => order.ToSnapshot()) } };
    }

    private static async Task<AssignOrderResponse> Assign(AssignOrderRequest request, ServerCallContext call)
    {
        RequireDriver(request.DriverId);
        Require(request.DriverUser.Length > 0, "driver_user", "must name the driver's user");
        return new() { Order = await TakeAsync(call, request.OrderId, OrderSteps.Assign(request.DriverId, request.DriverUser)) };
    }

    private static async Task<RecordPickupResponse> RecordPickup(RecordPickupRequest request, ServerCallContext call)
    {
        RequireDriver(request.DriverId);
        return new() { Order = await TakeAsync(call, request.OrderId, OrderSteps.PickUp(request.DriverId, request.Grams)) };
    }

    private static async Task<RecordDeliveryResponse> RecordDelivery(RecordDeliveryRequest request, ServerCallContext call)
    {
        RequireDriver(request.DriverId);
        return new() { Order = await TakeAsync(call, request.OrderId, OrderSteps.Deliver(request.DriverId, request.Grams)) };
    }

    private static async Task<RecordFailureResponse> RecordFailure(RecordFailureRequest request, ServerCallContext call)
    {
        RequireDriver(request.DriverId);
        Require(
            request.Reason.Length is > 0 and <= MostReasonCharacters && !request.Reason.Any(char.IsControl),
            "reason",
            $"must be 1 to {MostReasonCharacters} characters, none of them a control character");
        return new() { Order = await TakeAsync(call, request.OrderId, OrderSteps.FailByDriver(request.DriverId, request.Reason)) };
    }

    private static async Task<AuthorizeTopicResponse> AuthorizeTopic(AuthorizeTopicRequest request, ServerCallContext call)
    {
        var http = call.GetHttpContext();
        if (!request.Topic.StartsWith("order:", StringComparison.Ordinal) || !Id<Kinds.Order>.TryParse(request.Topic["order:".Length..], out var id))
        {
            return new() { Reason = "The topic must be 'order:' and an order's id." };
        }

        var order = await http.RequestServices.GetRequiredService<OrderQuery>().FindAsync(id.Value, call.CancellationToken);
        return order is not null && Actor.FromUser(http.User).CanSee(order)
            ? new() { Allowed = true }
            : new() { Reason = "There is no such order, or it does not concern you." };
    }

    private static async Task<OrderSnapshot> TakeAsync(ServerCallContext call, long orderId, OrderStep step)
    {
        var http = call.GetHttpContext();
        await using var context = http.RequestServices.GetRequiredService<CommandContext>();
        await context.OpenAsync(OrdersModule.Schema, Actor.FromUser(http.User), call.CancellationToken);
        var (order, refusal) = await http.RequestServices.GetRequiredService<OrderFulfilment>()
            .TakeAsync(context, orderId, step, call.CancellationToken);
        if (order is null)
        {
            throw refusal?.ToRpcException() ?? throw new InvalidOperationException("A step ended with neither an order nor a refusal.");
        }

        await context.CommitAsync(call.CancellationToken);
        return order.ToSnapshot();
    }

    private static void RequireDriver(long driverId) => Require(driverId > 0, "driver_id", "must name the driver");

    private static void Require(bool holds, string field, string message)
    {
        if (!holds)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"{field}: {message}"));
        }
    }
}
