using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Data;
using Thesis.Services.Orders.Domain;
using Thesis.Services.Orders.Messaging;
using Place = Thesis.Services.Shared.Places.Place;

namespace Thesis.Services.Orders.Api;

/// <summary>What Drivers does in the name of a driver, and topic rights for the realtime hub.</summary>
public sealed class OrdersGrpcService(OrderQuery query, OrderFulfilment fulfilment, CommandContext command, TimeProvider time)
    : OrdersService.OrdersServiceBase
{
    private const int MostClaimable = 200;
    private const int MostReasonCharacters = 500;

    /// <summary>Accepted orders that nobody has claimed, nearest pickup first.</summary>
    [Authorize(Policies.Service)]
    public override async Task<ListClaimableOrdersResponse> ListClaimableOrders(ListClaimableOrdersRequest request, ServerCallContext context)
    {
        Validation.Demand(Place.IsRegion(request.Region), "region", Place.RegionForm);
        Validation.Demand(Place.IsLatitude(request.Latitude), "latitude", "must be from -90 to 90");
        Validation.Demand(Place.IsLongitude(request.Longitude), "longitude", "must be from -180 to 180");
        Validation.Demand(request.Limit is > 0 and <= MostClaimable, "limit", $"must be from 1 to {MostClaimable}");
        var orders = await query.ClaimableAsync(
            request.Region, request.Latitude, request.Longitude, time.GetUtcNow(), request.Limit, context.CancellationToken);
        return new ListClaimableOrdersResponse { Orders = { orders.Select(order => order.ToSnapshot()) } };
    }

    /// <summary>Gives an order to a driver. Of several drivers exactly one gets it.</summary>
    [Authorize(Policies.Service)]
    public override async Task<AssignOrderResponse> AssignOrder(AssignOrderRequest request, ServerCallContext context)
    {
        DemandDriver(request.DriverId);
        Validation.Demand(request.DriverUser.Length > 0, "driver_user", "must name the driver's user");
        return new() { Order = await TakeAsync(context, request.OrderId, OrderSteps.Assign(request.DriverId, request.DriverUser)) };
    }

    /// <summary>Records what was picked up.</summary>
    [Authorize(Policies.Service)]
    public override async Task<RecordPickupResponse> RecordPickup(RecordPickupRequest request, ServerCallContext context)
    {
        DemandDriver(request.DriverId);
        return new() { Order = await TakeAsync(context, request.OrderId, OrderSteps.PickUp(request.DriverId, request.Grams)) };
    }

    /// <summary>Records what was delivered.</summary>
    [Authorize(Policies.Service)]
    public override async Task<RecordDeliveryResponse> RecordDelivery(RecordDeliveryRequest request, ServerCallContext context)
    {
        DemandDriver(request.DriverId);
        return new() { Order = await TakeAsync(context, request.OrderId, OrderSteps.Deliver(request.DriverId, request.Grams)) };
    }

    /// <summary>Records that an order could not be carried out.</summary>
    [Authorize(Policies.Service)]
    public override async Task<RecordFailureResponse> RecordFailure(RecordFailureRequest request, ServerCallContext context)
    {
        DemandDriver(request.DriverId);
        Validation.Demand(
            request.Reason.Length is > 0 and <= MostReasonCharacters && !request.Reason.Any(char.IsControl),
            "reason",
            $"must be 1 to {MostReasonCharacters} characters, none of them a control character");
        return new() { Order = await TakeAsync(context, request.OrderId, OrderSteps.FailByDriver(request.DriverId, request.Reason)) };
    }

    /// <summary>An order's topic is for those whom it concerns.</summary>
    [Authorize(Policies.SignedIn)]
    public override async Task<AuthorizeTopicResponse> AuthorizeTopic(AuthorizeTopicRequest request, ServerCallContext context)
    {
        var id = TopicSubject.Parse<Kinds.Order>(request.Topic);
        var order = await query.FindAsync(id.Value, context.CancellationToken);
        return order is not null && Actor.FromUser(context.GetHttpContext().User).CanSee(order)
            ? new AuthorizeTopicResponse { Allowed = true }
            : new AuthorizeTopicResponse { Reason = "There is no such order, or it does not concern you." };
    }

    private async Task<OrderSnapshot> TakeAsync(ServerCallContext context, long orderId, OrderStep step)
    {
        await command.OpenAsync(OrdersModule.Schema, Actor.FromUser(context.GetHttpContext().User), context.CancellationToken);
        var (order, refusal) = await fulfilment.TakeAsync(command, orderId, step, context.CancellationToken);
        if (order is null)
        {
            throw refusal is null
                ? new InvalidOperationException("A step ended with neither an order nor a refusal.")
                : new ProblemException(refusal.ToProblem());
        }

        await command.CommitAsync(context.CancellationToken);
        return order.ToSnapshot();
    }

    private static void DemandDriver(long driverId) => Validation.Demand(driverId > 0, "driver_id", "must name the driver");
}
