using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Drivers.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Shared.Food;
using Thesis.Services.Orders.Data;
using Thesis.Services.Orders.Domain;
using Thesis.Services.Orders.Messaging;
using Place = Thesis.Services.Shared.Places.Place;

namespace Thesis.Services.Orders.Api;

/// <summary>What Drivers does in the name of a driver, and topic rights for the realtime hub.</summary>
public sealed class OrdersGrpcService(
    OrderQuery query, OrderFulfilment fulfilment, CommandContext command, TimeProvider time)
    : OrdersService.OrdersServiceBase
{
    private const int MostClaimable = 200;

    /// <summary>Accepted orders that nobody has claimed and the vehicle can carry, nearest pickup first.</summary>
    [Authorize(Policies.Service)]
    public override async Task<ListClaimableOrdersResponse> ListClaimableOrders(ListClaimableOrdersRequest request, ServerCallContext context)
    {
        Validation.Demand(Place.IsRegion(request.Region), "region", Place.RegionForm);
        Validation.Demand(Place.IsLatitude(request.Latitude), "latitude", "must be from -90 to 90");
        Validation.Demand(Place.IsLongitude(request.Longitude), "longitude", "must be from -180 to 180");
        Validation.Demand(request.Limit is > 0 and <= MostClaimable, "limit", $"must be from 1 to {MostClaimable}");
        string[] suiting = [.. StorageClasses.All.Where(storageClass => request.Cooling.Length == 0 || Cooling.Suffices(request.Cooling, storageClass))];
        var orders = await query.ClaimableAsync(
            request.Region,
            request.Latitude,
            request.Longitude,
            request.CapacityGrams > 0 ? request.CapacityGrams : long.MaxValue,
            suiting,
            time.GetUtcNow(),
            request.Limit,
            context.CancellationToken);
        return new ListClaimableOrdersResponse { Orders = { orders.Select(order => order.ToSnapshot()) } };
    }

    /// <summary>Gives an order to a driver whom it suits. Of several drivers exactly one gets it.</summary>
    [Authorize(Policies.Service)]
    public override async Task<AssignOrderResponse> AssignOrder(AssignOrderRequest request, ServerCallContext context)
    {
        var driver = request.Driver ?? new();
        Validation.Demand(driver.Id == request.DriverId && driver.UserId == request.DriverUser, "driver", "must be the driver who claims");
        var happened = new OrderEvent(OrderAction.Assign) { Confirmed = request.Confirmed };
        return new()
        {
            Order = await TakeAsync(context, request.OrderId, request.DriverId, request.DriverUser, happened, driver),
        };
    }

    /// <summary>The driver gives an order back before pickup.</summary>
    [Authorize(Policies.Service)]
    public override async Task<ReleaseOrderResponse> ReleaseOrder(ReleaseOrderRequest request, ServerCallContext context)
    {
        var happened = new OrderEvent(OrderAction.Release) { Reason = Reason(request.Reason, isRequired: true) };
        return new() { Order = await TakeAsync(context, request.OrderId, request.DriverId, request.DriverUser, happened) };
    }

    /// <summary>Records what was picked up.</summary>
    [Authorize(Policies.Service)]
    public override async Task<RecordPickupResponse> RecordPickup(RecordPickupRequest request, ServerCallContext context)
    {
        var happened = new OrderEvent(OrderAction.PickUp)
        {
            Grams = request.Grams, SurplusGrams = request.SurplusGrams, Reason = Reason(request.Reason), Rest = RestOf(request.Rest),
        };
        return new() { Order = await TakeAsync(context, request.OrderId, request.DriverId, request.DriverUser, happened) };
    }

    /// <summary>Records what was delivered.</summary>
    [Authorize(Policies.Service)]
    public override async Task<RecordDeliveryResponse> RecordDelivery(RecordDeliveryRequest request, ServerCallContext context)
    {
        var happened = new OrderEvent(OrderAction.Deliver)
        {
            Grams = request.Grams,
            Reason = Reason(request.Reason),
            Rest = RestOf(request.Rest),
            Code = request.Code.Length > 0 ? request.Code : null,
        };
        return new() { Order = await TakeAsync(context, request.OrderId, request.DriverId, request.DriverUser, happened) };
    }

    /// <summary>Records that an order could not be carried out.</summary>
    [Authorize(Policies.Service)]
    public override async Task<RecordFailureResponse> RecordFailure(RecordFailureRequest request, ServerCallContext context)
    {
        var happened = new OrderEvent(OrderAction.Fail) { Reason = Reason(request.Reason, isRequired: true), Rest = RestOf(request.Rest) };
        return new() { Order = await TakeAsync(context, request.OrderId, request.DriverId, request.DriverUser, happened) };
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

    /// <summary>Acts as the driver, for whom the calling service vouches: the history and the audit trail name people.</summary>
    private async Task<OrderSnapshot> TakeAsync(
        ServerCallContext context, long orderId, long driverId, string driverUser, OrderEvent happened, DriverSnapshot? claims = null)
    {
        Validation.Demand(driverId > 0, "driver_id", "must name the driver");
        Validation.Demand(driverUser.Length > 0, "driver_user", "must name the driver's user");
        await command.OpenAsync(OrdersModule.Schema, new Actor(driverUser, new HashSet<string>([Roles.Driver])), context.CancellationToken);
        happened = happened with { DriverId = driverId, DriverUser = driverUser };
        var (order, refusal) = await fulfilment.TakeAsync(command, new OrderCommand(orderId, happened, OfDriver: true, Driver: claims), context.CancellationToken);
        if (refusal is OrderRefusal.Invalid { Field: "code" } && happened.Code is not null)
        {
            await NoteWrongCodeAsync(orderId, happened, context.CancellationToken);
        }

        if (order is null)
        {
            throw refusal is null
                ? new InvalidOperationException("An attempt ended with neither an order nor a refusal.")
                : new ProblemException(refusal.ToProblem());
        }

        await command.CommitAsync(context.CancellationToken);
        return order.ToSnapshot();
    }

    /// <summary>Counts the attempt in a command of its own: that of the delivery is undone.</summary>
    private async Task NoteWrongCodeAsync(long orderId, OrderEvent delivery, CancellationToken cancellationToken)
    {
        var driver = command.Actor;
        await command.DisposeAsync();
        await command.OpenAsync(OrdersModule.Schema, driver, cancellationToken);
        var noted = new OrderEvent(OrderAction.Report) { Incident = Incidents.WrongCode, DriverId = delivery.DriverId, DriverUser = delivery.DriverUser };
        await fulfilment.TakeAsync(command, new OrderCommand(orderId, noted, OfDriver: true), cancellationToken);
        await command.CommitAsync(cancellationToken);
    }

    private static string Reason(string text, bool isRequired = false)
    {
        var validation = new Validation();
        var reason = validation.Reason(text, isRequired: isRequired);
        return validation.Problem is { } problem ? throw new ProblemException(problem) : reason;
    }

    private static Rest? RestOf(string text)
    {
        var validation = new Validation();
        var rest = validation.Rest(text);
        return validation.Problem is { } problem ? throw new ProblemException(problem) : rest;
    }
}
