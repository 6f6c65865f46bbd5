using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Access;
using Thesis.Services.Drivers.Data;
using Thesis.Services.Drivers.Domain;
using Thesis.Services.Drivers.Messaging;
using Thesis.Services.OpenApi;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Drivers.Api;

/// <summary>
/// Orders from the driver's seat: see, claim, give back, pick up, deliver. Orders is asked before the transaction begins, so that
/// nobody holds a connection while another service answers. What Orders is told may be repeated: it answers a step that it took
/// already as it did the first time.
/// </summary>
internal static class DriverOrderEndpoints
{
    private const int MostOffers = 200;

    public static void Map(RouteGroupBuilder drivers)
    {
        drivers.MapGet("/me/offers", Offers)
            .WithAction("ListMyOffers")
            .WithDescription("Accepted orders of the driver's region that nobody has claimed and the driver's vehicle can carry, nearest pickup first.")
            .RequireAuthorization(Policies.Driver)
            .Fails(400, 404);
        drivers.MapGet("/me/orders", Orders)
            .WithAction("ListMyOrders")
            .WithDescription("The caller's orders, newest first.")
            .RequireAuthorization(Policies.Driver)
            .Fails(400, 404);
        Command(drivers.MapPost("/me/claims", Claim), "ClaimOrder",
            "Takes an accepted order; of several drivers exactly one gets it. It must suit the driver: on shift, in the region, with room and cooling. "
            + "One that may not be reached in time, together with what the driver has, is refused as \"cannot-be-reached-in-time\" until confirm is true.");
        Command(drivers.MapPost("/me/orders/{id}/release", Release), "ReleaseMyOrder",
            "Gives an order back before pickup, to be covered by another driver; the NGO is not asked again.");
        Command(drivers.MapPost("/me/orders/{id}/pickup", Pickup), "PickUpOrder",
            "Confirms the pickup with the weight taken over. Less than planned needs a reason and what became of the rest; 0 kg ends the order, as not-there does. More than planned is stated as surplusKg: it stays there and is offered to others.");
        Command(drivers.MapPost("/me/orders/{id}/not-there", NotThere), "ReportNotThere",
            "Reports that the food was not there: the order ends, the food is booked as lost and not proposed again.");
        Command(drivers.MapPost("/me/orders/{id}/deliver", Deliver), "DeliverOrder",
            "Confirms the delivery with the weight handed over, and with the NGO's code where it is asked for. Less than picked up needs a reason and what became of the rest.");
        Command(drivers.MapPost("/me/orders/{id}/fail", Fail), "FailMyOrder", "Reports that the order cannot be carried out.");
    }

    private static void Command(RouteHandlerBuilder endpoint, string name, string description) => endpoint
        .AsLateCommand(DriversModule.Schema)
        .WithAction(name)
        .WithDescription(description)
        .RequireAuthorization(Policies.Driver)
        .Fails(400, 404, 409, 422);

    private static async Task<Results<Ok<IReadOnlyList<DriverOrderResponse>>, ProblemHttpResult>> Offers(
        ClaimsPrincipal user,
        DriverStore store,
        OrdersService.OrdersServiceClient orders,
        CancellationToken cancellationToken,
        [Description("WGS84 degrees; the driver's last position when absent.")] double? latitude = null,
        [Description("WGS84 degrees; the driver's last position when absent.")] double? longitude = null,
        [Description("1 to 200.")] int limit = 20)
    {
        var driver = (await store.FindOfUserAsync(Actor.FromUser(user).Subject, cancellationToken)).OrRegisterFirst();
        var from = (Latitude: latitude ?? driver.LastPosition?.Latitude, Longitude: longitude ?? driver.LastPosition?.Longitude);
        var validation = new Validation();
        validation.Require((latitude is null) == (longitude is null), latitude is null ? "latitude" : "longitude", "must be given with the other coordinate");
        validation.Require(from.Latitude is { } lat && Place.IsLatitude(lat), "latitude", "must be from -90 to 90; it may be absent once a position was sent");
        validation.Require(from.Longitude is { } lon && Place.IsLongitude(lon), "longitude", "must be from -180 to 180; it may be absent once a position was sent");
        validation.Require(limit is >= 1 and <= MostOffers, "limit", $"must be from 1 to {MostOffers}");
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var request = new ListClaimableOrdersRequest
        {
            Region = driver.Region,
            Latitude = from.Latitude.GetValueOrDefault(),
            Longitude = from.Longitude.GetValueOrDefault(),
            Limit = limit,
            CapacityGrams = driver.CapacityGrams,
            Cooling = driver.Cooling,
        };
        var offers = await orders.ListClaimableOrdersAsync(request, cancellationToken: cancellationToken);
        return TypedResults.Ok<IReadOnlyList<DriverOrderResponse>>(offers.Orders.Select(DriverOrderResponse.Of).ToList());
    }

    private static async Task<Ok<Page<DriverOrderResponse>>> Orders(
        PageRequest page,
        ClaimsPrincipal user,
        DriverStore drivers,
        DriverOrderStore store,
        CancellationToken cancellationToken,
        [Description("Only orders claimed and not yet delivered.")] bool active = false)
    {
        var driver = (await drivers.FindOfUserAsync(Actor.FromUser(user).Subject, cancellationToken)).OrRegisterFirst();
        var orders = await store.ListAsync(driver.Id, active, page.AfterId ?? long.MaxValue, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(orders, page, DriverOrderResponse.Of, order => order.Id));
    }

    private static async Task<Results<Ok<DriverOrderResponse>, ProblemHttpResult>> Claim(
        ClaimRequest body, CommandContext context, DriverStore drivers, DriverOrderStore store, OrdersService.OrdersServiceClient orders, CancellationToken cancellationToken)
    {
        var driver = await CurrentAsync(context, drivers, cancellationToken);
        var request = new AssignOrderRequest
        {
            OrderId = body.OrderId.Value,
            DriverId = driver.Id,
            DriverUser = driver.UserId,
            Driver = driver.ToSnapshot(),
            Confirmed = body.Confirm,
        };
        var answer = await orders.AssignOrderAsync(request, cancellationToken: cancellationToken);
        return await KeepAsync(context, store, answer.Order, driver, "driver.claimed_order", cancellationToken);
    }

    private static async Task<Results<Ok<DriverOrderResponse>, ProblemHttpResult>> Release(
        Id<Kinds.Order> id, ReleaseRequest body, CommandContext context, DriverStore drivers, DriverOrderStore store, OrdersService.OrdersServiceClient orders, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var reason = validation.Reason(body.Reason, isRequired: true);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var driver = await CurrentAsync(context, drivers, cancellationToken);
        var answer = await orders.ReleaseOrderAsync(
            new ReleaseOrderRequest { OrderId = id.Value, DriverId = driver.Id, DriverUser = driver.UserId, Reason = reason }, cancellationToken: cancellationToken);
        return await KeepAsync(context, store, answer.Order, driver, "driver.released_order", cancellationToken);
    }

    private static async Task<Results<Ok<DriverOrderResponse>, ProblemHttpResult>> Pickup(
        Id<Kinds.Order> id, WeightRequest body, CommandContext context, DriverStore drivers, DriverOrderStore store, OrdersService.OrdersServiceClient orders, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var grams = validation.Grams(body.Kg);
        var reason = validation.Reason(body.Reason, isRequired: false);
        var rest = validation.Rest(body.Rest);
        var surplus = validation.Grams(body.SurplusKg ?? 0, "surplusKg");
        return validation.Problem is { } problem
            ? problem
            : await PickUpAsync(id, grams, surplus, reason, rest, context, drivers, store, orders, cancellationToken);
    }

    private static async Task<Results<Ok<DriverOrderResponse>, ProblemHttpResult>> NotThere(
        Id<Kinds.Order> id, NotThereRequest? body, CommandContext context, DriverStore drivers, DriverOrderStore store, OrdersService.OrdersServiceClient orders, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var reason = validation.Reason(body?.Reason, isRequired: false);
        return validation.Problem is { } problem
            ? problem
            : await PickUpAsync(id, 0, 0, reason, "", context, drivers, store, orders, cancellationToken);
    }

    private static async Task<Ok<DriverOrderResponse>> PickUpAsync(
        Id<Kinds.Order> id, long grams, long surplus, string reason, string rest, CommandContext context, DriverStore drivers, DriverOrderStore store, OrdersService.OrdersServiceClient orders, CancellationToken cancellationToken)
    {
        const string NotThereReason = "The food was not there.";
        var driver = await CurrentAsync(context, drivers, cancellationToken);
        var request = new RecordPickupRequest
        {
            OrderId = id.Value,
            DriverId = driver.Id,
            DriverUser = driver.UserId,
            Grams = grams,
            SurplusGrams = surplus,
            Reason = grams == 0 && reason.Length == 0 ? NotThereReason : reason,
            Rest = rest,
        };
        var answer = await orders.RecordPickupAsync(request, cancellationToken: cancellationToken);
        return await KeepAsync(context, store, answer.Order, driver, grams == 0 ? "driver.found_nothing" : "driver.picked_up_order", cancellationToken);
    }

    private static async Task<Results<Ok<DriverOrderResponse>, ProblemHttpResult>> Deliver(
        Id<Kinds.Order> id, DeliveryRequest body, CommandContext context, DriverStore drivers, DriverOrderStore store, OrdersService.OrdersServiceClient orders, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var grams = validation.Grams(body.Kg);
        var reason = validation.Reason(body.Reason, isRequired: false);
        var rest = validation.Rest(body.Rest);
        var code = validation.Code(body.Code);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var driver = await CurrentAsync(context, drivers, cancellationToken);
        var request = new RecordDeliveryRequest
        {
            OrderId = id.Value, DriverId = driver.Id, DriverUser = driver.UserId, Grams = grams, Reason = reason, Rest = rest, Code = code,
        };
        var answer = await orders.RecordDeliveryAsync(request, cancellationToken: cancellationToken);
        return await KeepAsync(context, store, answer.Order, driver, "driver.delivered_order", cancellationToken);
    }

    private static async Task<Results<Ok<DriverOrderResponse>, ProblemHttpResult>> Fail(
        Id<Kinds.Order> id, FailureRequest body, CommandContext context, DriverStore drivers, DriverOrderStore store, OrdersService.OrdersServiceClient orders, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var reason = validation.Reason(body.Reason, isRequired: true);
        var rest = validation.Rest(body.Rest);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var driver = await CurrentAsync(context, drivers, cancellationToken);
        var request = new RecordFailureRequest { OrderId = id.Value, DriverId = driver.Id, DriverUser = driver.UserId, Reason = reason, Rest = rest };
        var answer = await orders.RecordFailureAsync(request, cancellationToken: cancellationToken);
        return await KeepAsync(context, store, answer.Order, driver, "driver.failed_order", cancellationToken);
    }

    private static async Task<Driver> CurrentAsync(CommandContext context, DriverStore drivers, CancellationToken cancellationToken) =>
        (await drivers.FindBeforeAsync(context, cancellationToken)).OrRegisterFirst();

    /// <summary>Keeps what Orders answered, so that the driver's next read shows it before the event arrives.</summary>
    private static async Task<Ok<DriverOrderResponse>> KeepAsync(
        CommandContext context, DriverOrderStore store, OrderSnapshot order, Driver driver, string action, CancellationToken cancellationToken)
    {
        await context.BeginAsync(cancellationToken);
        store.Keep(context, order);
        context.Audit(action, new Id<Kinds.Order>(order.Id).ToString(), new
        {
            driver = new Id<Kinds.Driver>(driver.Id).ToString(),
            after = new { order.Status, order.Version },
            order.Reason,
        });
        return TypedResults.Ok(DriverOrderResponse.Of(order));
    }
}
