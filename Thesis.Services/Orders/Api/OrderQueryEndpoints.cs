using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
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
            .WithName("ListOrders")
            .WithDescription("Orders that the caller donates, receives or drives, newest first; dispatchers see all.")
            .RequireAuthorization(Policies.SignedIn)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        orders.MapGet("/{id}", Get)
            .WithName("GetOrder")
            .WithDescription("One order, for those it concerns. The answer's ETag is its version.")
            .RequireAuthorization(Policies.SignedIn)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<OrderResponse>>, ProblemHttpResult>> List(
        PageRequest page,
        ClaimsPrincipal user,
        OrderQuery query,
        CancellationToken cancellationToken,
        [Description("Only this region.")] string? region = null,
        [Description("Only orders in this status, e.g. \"proposed\".")] string? status = null,
        [Description("Only orders to this NGO.")] Id<Kinds.Ngo>? ngoId = null,
        [Description("Only orders of this driver.")] Id<Kinds.Driver>? driverId = null,
        [Description("Only orders of this donation.")] Id<Kinds.Donation>? donationId = null)
    {
        var validation = new Validation();
        validation.Require(region is null || Place.IsRegion(region), "region", Place.RegionForm);
        OrderStatus parsed = default;
        validation.Require(
            status is null || OrderStatusNames.TryParse(status, out parsed), "status", $"must be one of {string.Join(", ", OrderStatusNames.All)}");
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var actor = Actor.FromUser(user);
        var filter = new OrderFilter(
            actor.IsStaff() ? null : actor.Subject, region, status is null ? null : parsed, ngoId?.Value, driverId?.Value, donationId?.Value);
        var orders = await query.ListAsync(filter, page.AfterId ?? long.MaxValue, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(orders, page, OrderResponse.Of, order => order.Id));
    }

    private static async Task<Results<Ok<OrderResponse>, ProblemHttpResult>> Get(
        Id<Kinds.Order> id, ClaimsPrincipal user, HttpResponse response, OrderQuery query, CancellationToken cancellationToken)
    {
        var order = await query.FindAsync(id.Value, cancellationToken);
        if (order is null || !Actor.FromUser(user).CanSee(order))
        {
            return Problems.NotFound(id);
        }

        ETags.Set(response, order.Version);
        return TypedResults.Ok(OrderResponse.Of(order));
    }
}
