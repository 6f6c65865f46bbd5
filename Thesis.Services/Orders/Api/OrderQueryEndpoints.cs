using System.ComponentModel;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Access;
using Thesis.Services.OpenApi;
using Thesis.Services.Orders.Data;
using Thesis.Services.Orders.Domain;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Orders.Api;

/// <summary>What people see of orders: <c>GET /api/v1/orders</c>.</summary>
internal static class OrderQueryEndpoints
{
    public static void Map(RouteGroupBuilder orders)
    {
        orders.MapGet("/", List)
            .WithAction("ListOrders")
            .WithDescription("Orders that the caller donates, receives or drives; dispatchers see all.")
            .RequireAuthorization(Policies.SignedIn)
            .Fails(400);
        orders.MapGet("/{id}", Get)
            .WithAction("GetOrder")
            .WithDescription("One order, for those it concerns. The answer's ETag is its version.")
            .RequireAuthorization(Policies.SignedIn)
            .Fails(400, 404);
        orders.MapGet("/{id}/history", History)
            .WithAction("GetOrderHistory")
            .WithDescription("What happened to an order, oldest first, for those it concerns.")
            .RequireAuthorization(Policies.SignedIn)
            .Fails(400, 404);
    }

    private static async Task<Results<Ok<Page<OrderResponse>>, ProblemHttpResult>> List(
        PageRequest page,
        ClaimsPrincipal user,
        OrderQuery query,
        TimeProvider time,
        CancellationToken cancellationToken,
        [Description("Only this region.")] string? region = null,
        [Description("Only orders in these statuses, joined by commas, e.g. \"accepted,assigned\".")] string? status = null,
        [Description("Only orders to this NGO.")] Id<Kinds.Ngo>? ngoId = null,
        [Description("Only orders from this donor.")] Id<Kinds.Donor>? donorId = null,
        [Description("Only orders of this driver.")] Id<Kinds.Driver>? driverId = null,
        [Description("Only orders of this donation.")] Id<Kinds.Donation>? donationId = null,
        [Description("Only orders made at this time or later.")] DateTimeOffset? createdFrom = null,
        [Description("Only orders made before this time.")] DateTimeOffset? createdUntil = null,
        [Description("Only orders that may be picked up after this time.")] DateTimeOffset? pickupFrom = null,
        [Description("Only orders that may be picked up before this time.")] DateTimeOffset? pickupUntil = null,
        [Description("\"newest\" (the default), \"pickup\" (soonest first), \"answer\" (soonest deadline first) or \"updated\" (last changed first).")] string? sort = null)
    {
        var validation = new Validation();
        validation.Require(region is null || Place.IsRegion(region), "region", Place.RegionForm);
        var statuses = Statuses(validation, status);
        var sorting = OrderSort.All.FirstOrDefault(one => one.Name == (sort ?? OrderSort.Newest.Name));
        validation.Require(sorting is not null, "sort", $"must be one of {string.Join(", ", OrderSort.All.Select(one => one.Name))}");
        validation.Require(!(createdFrom >= createdUntil), "createdUntil", "must be after createdFrom");
        validation.Require(!(pickupFrom >= pickupUntil), "pickupUntil", "must be after pickupFrom");
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        sorting ??= OrderSort.Newest;
        var actor = Actor.FromUser(user);
        var filter = new OrderFilter(
            actor.IsStaff() ? null : actor.Subject, region, statuses, ngoId?.Value, donorId?.Value, driverId?.Value, donationId?.Value,
            createdFrom?.ToUniversalTime(), createdUntil?.ToUniversalTime(), pickupFrom?.ToUniversalTime(), pickupUntil?.ToUniversalTime());
        var orders = await query.ListAsync(filter, sorting, After(page, sorting), page.Limit, cancellationToken);
        var now = time.GetUtcNow();
        return TypedResults.Ok(Page.Of(orders, page, order => OrderResponse.Of(order, actor, now), order => Cursor(order, sorting)));
    }

    private static async Task<Results<Ok<OrderResponse>, ProblemHttpResult>> Get(
        Id<Kinds.Order> id, ClaimsPrincipal user, HttpResponse response, OrderQuery query, TimeProvider time, CancellationToken cancellationToken)
    {
        var order = await query.FindAsync(id.Value, cancellationToken);
        var actor = Actor.FromUser(user);
        if (order is null || !actor.CanSee(order))
        {
            return Problems.NotFound(id);
        }

        ETags.Set(response, order.Version);
        return TypedResults.Ok(OrderResponse.Of(order, actor, time.GetUtcNow()));
    }

    private static async Task<Results<Ok<OrderHistoryResponse>, ProblemHttpResult>> History(
        Id<Kinds.Order> id, ClaimsPrincipal user, OrderQuery query, HistoryStore history, CancellationToken cancellationToken)
    {
        var order = await query.FindAsync(id.Value, cancellationToken);
        var actor = Actor.FromUser(user);
        if (order is null || !actor.CanSee(order))
        {
            return Problems.NotFound(id);
        }

        var entries = await history.OfAsync(id.Value, cancellationToken);
        return TypedResults.Ok(new OrderHistoryResponse(id, [.. entries.Select(entry => OrderEventResponse.Of(entry, actor.IsStaff()))]));
    }

    private static List<OrderStatus> Statuses(Validation validation, string? text)
    {
        var statuses = new List<OrderStatus>();
        foreach (var name in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (validation.Require(
                OrderStatusNames.TryParse(name, out var status), "status", $"must be one or more of {string.Join(", ", OrderStatusNames.All)}, joined by commas"))
            {
                statuses.Add(status);
            }
        }

        return statuses;
    }

    private static string[] Cursor(Order order, OrderSort sort) => sort.Column is null
        ? [order.Id.ToString(CultureInfo.InvariantCulture)]
        : [sort.Name, sort.Value(order).UtcTicks.ToString(CultureInfo.InvariantCulture), order.Id.ToString(CultureInfo.InvariantCulture)];

    /// <exception cref="ProblemException">400 when the token is of a list in another order.</exception>
    private static (DateTimeOffset Value, long Id)? After(PageRequest page, OrderSort sort)
    {
        if (sort.Column is null || page.After.Count == 0)
        {
            return page.AfterId is { } id ? (default, id) : null;
        }

        return page.After is [var name, var value, var last] && name == sort.Name
            && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var lastId)
                ? (new DateTimeOffset(ticks, TimeSpan.Zero), lastId)
                : throw new ProblemException(Problems.Validation("pageToken", "must be the nextPageToken of an earlier page of the same list in the same order, or absent"));
    }
}
