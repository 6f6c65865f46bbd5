using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Drivers.Data;
using Thesis.Services.Drivers.Domain;
using Thesis.Services.Shared.Food;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Drivers.Api;

/// <summary>Claims an order.</summary>
public sealed record ClaimRequest(Id<Kinds.Order> OrderId);

/// <summary>What the scales showed.</summary>
/// <param name="Kg">More than 0, with at most 3 decimals; at most what was planned, or picked up.</param>
public sealed record WeightRequest(decimal Kg);

/// <summary>Why the driver gives up.</summary>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record FailureRequest(string Reason);

/// <summary>
/// Orders from the driver's seat: see, claim, pick up, deliver. What Orders is told may be repeated: it answers a step that
/// it took already as it did the first time.
/// </summary>
internal static class DriverOrderEndpoints
{
    private const int MostOffers = 200;
    private const int MostReasonCharacters = 500;

    public static void Map(RouteGroupBuilder drivers)
    {
        drivers.MapGet("/me/offers", Offers)
            .WithName("ListMyOffers")
            .WithDescription("Accepted orders of the driver's region that nobody has claimed, nearest pickup first.")
            .RequireAuthorization(Policies.Driver)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        drivers.MapGet("/me/orders", Orders)
            .WithName("ListMyOrders")
            .WithDescription("The caller's orders, newest first.")
            .RequireAuthorization(Policies.Driver)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        Command(drivers.MapPost("/me/claims", Claim), "ClaimOrder",
            "Takes an accepted order; of several drivers exactly one gets it. A driver must be on shift and have fewer than 10 orders under way.");
        Command(drivers.MapPost("/me/orders/{id}/pickup", Pickup), "PickUpOrder", "Confirms the pickup with the weight taken over.");
        Command(drivers.MapPost("/me/orders/{id}/deliver", Deliver), "DeliverOrder", "Confirms the delivery with the weight handed over.");
        Command(drivers.MapPost("/me/orders/{id}/fail", Fail), "FailMyOrder", "Reports that the order cannot be carried out.");
    }

    private static void Command(RouteHandlerBuilder endpoint, string name, string description) => endpoint
        .AsCommand(DriversModule.Schema)
        .BehindOrderCallGate()
        .WithName(name)
        .WithDescription(description)
        .RequireAuthorization(Policies.Driver)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);

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
        ClaimRequest body,
        CommandContext context,
        DriverStore drivers,
        DriverOrderStore store,
        OrdersService.OrdersServiceClient orders,
        IOptions<DriversOptions> options,
        CancellationToken cancellationToken)
    {
        var driver = (await drivers.LockOfUserAsync(context, context.Actor.Subject, cancellationToken)).OrRegisterFirst();
        if (!driver.OnShift)
        {
            return Problems.Conflict("off-shift", "Begin your shift before you claim orders.");
        }

        var active = await store.ActiveIdsAsync(context, driver.Id, cancellationToken);
        if (active.Count >= options.Value.MostActiveOrders && !active.Contains(body.OrderId.Value))
        {
            return Problems.Conflict(
                "too-many-orders", $"You have {active.Count} orders under way, the most at a time; deliver one before you claim another.");
        }

        var answer = await orders.AssignOrderAsync(
            new AssignOrderRequest { OrderId = body.OrderId.Value, DriverId = driver.Id, DriverUser = driver.UserId }, cancellationToken: cancellationToken);
        return await KeepAsync(context, store, answer.Order, "driver.claimed_order", cancellationToken);
    }

    private static async Task<Results<Ok<DriverOrderResponse>, ProblemHttpResult>> Pickup(
        Id<Kinds.Order> id, WeightRequest body, CommandContext context, DriverStore drivers, DriverOrderStore store, OrdersService.OrdersServiceClient orders, CancellationToken cancellationToken)
    {
        var grams = Checked(body);
        var driver = (await drivers.FindOfUserAsync(context, context.Actor.Subject, cancellationToken)).OrRegisterFirst();
        var answer = await orders.RecordPickupAsync(
            new RecordPickupRequest { OrderId = id.Value, DriverId = driver.Id, Grams = grams }, cancellationToken: cancellationToken);
        return await KeepAsync(context, store, answer.Order, "driver.picked_up_order", cancellationToken);
    }

    private static async Task<Results<Ok<DriverOrderResponse>, ProblemHttpResult>> Deliver(
        Id<Kinds.Order> id, WeightRequest body, CommandContext context, DriverStore drivers, DriverOrderStore store, OrdersService.OrdersServiceClient orders, CancellationToken cancellationToken)
    {
        var grams = Checked(body);
        var driver = (await drivers.FindOfUserAsync(context, context.Actor.Subject, cancellationToken)).OrRegisterFirst();
        var answer = await orders.RecordDeliveryAsync(
            new RecordDeliveryRequest { OrderId = id.Value, DriverId = driver.Id, Grams = grams }, cancellationToken: cancellationToken);
        return await KeepAsync(context, store, answer.Order, "driver.delivered_order", cancellationToken);
    }

    private static async Task<Results<Ok<DriverOrderResponse>, ProblemHttpResult>> Fail(
        Id<Kinds.Order> id, FailureRequest body, CommandContext context, DriverStore drivers, DriverOrderStore store, OrdersService.OrdersServiceClient orders, CancellationToken cancellationToken)
    {
        var reason = body.Reason.Trim();
        if (reason.Length is 0 or > MostReasonCharacters || reason.Any(char.IsControl))
        {
            return Problems.Validation("reason", $"must be 1 to {MostReasonCharacters} characters, none of them a control character");
        }

        var driver = (await drivers.FindOfUserAsync(context, context.Actor.Subject, cancellationToken)).OrRegisterFirst();
        var answer = await orders.RecordFailureAsync(
            new RecordFailureRequest { OrderId = id.Value, DriverId = driver.Id, Reason = reason }, cancellationToken: cancellationToken);
        return await KeepAsync(context, store, answer.Order, "driver.failed_order", cancellationToken);
    }

    /// <summary>Keeps what Orders answered, so that the driver's next read shows it before the event arrives.</summary>
    private static async Task<Ok<DriverOrderResponse>> KeepAsync(
        CommandContext context, DriverOrderStore store, OrderSnapshot order, string action, CancellationToken cancellationToken)
    {
        await store.KeepAsync(context, order, cancellationToken);
        context.Audit(action, new Id<Kinds.Order>(order.Id).ToString(), new { driver = new Id<Kinds.Driver>(order.DriverId).ToString() });
        return TypedResults.Ok(DriverOrderResponse.Of(order));
    }

    /// <exception cref="ProblemException">400: not a weight.</exception>
    private static long Checked(WeightRequest body) => body.Kg > 0 && body.Kg <= Kilograms.Most && Kilograms.IsExact(body.Kg)
        ? Kilograms.ToGrams(body.Kg)
        : throw new ProblemException(Problems.Validation("kg", $"must be more than 0, at most {Kilograms.Most}, with at most 3 decimals"));
}
