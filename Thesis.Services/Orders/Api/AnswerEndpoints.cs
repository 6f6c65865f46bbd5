using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Data;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Api;

/// <summary>What an NGO does with its orders: <c>POST /api/v1/orders/{id}/…</c>.</summary>
internal static class AnswerEndpoints
{
    public static void Map(RouteGroupBuilder orders)
    {
        orders.MapPost("/{id}/accept", Accept).Describe("AcceptOrder", Policies.Ngo,
            "The NGO takes the food, or the part of it that kg says; the rest is offered to others.");
        orders.MapPost("/{id}/decline", Decline).Describe("DeclineOrder", Policies.Ngo,
            "The NGO does not take the food: it goes back to the donation and is offered to others.");
        orders.MapPost("/{id}/withdraw", Withdraw).Describe("WithdrawOrder", Policies.Ngo,
            "The NGO cannot take what it accepted, before pickup: the food goes back to the donation and is offered to others.");
        orders.MapPost("/{id}/confirm", Confirm).Describe("ConfirmOrder", Policies.Ngo,
            "The NGO confirms what it received, with weight and quality where it says so; without it the receipt counts as confirmed after a day.");
    }

    private static async Task<Results<Ok<OrderResponse>, ProblemHttpResult>> Accept(
        Id<Kinds.Order> id, AcceptRequest? body, HttpContext http, CommandContext context, OrderFulfilment orders, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var happened = new OrderEvent(OrderAction.Accept)
        {
            LocationId = body?.LocationId?.Value,
            Grams = validation.Grams(body?.Kg, "kg"),
            Reason = validation.Reason(body?.Reason, isRequired: false),
        };
        return validation.Problem is { } problem ? problem : await orders.TakeAsync(http, context, id, happened, cancellationToken);
    }

    private static async Task<Results<Ok<OrderResponse>, ProblemHttpResult>> Decline(
        Id<Kinds.Order> id, ReasonRequest body, HttpContext http, CommandContext context, OrderFulfilment orders, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var reason = validation.Reason(body.Reason);
        return validation.Problem is { } problem
            ? problem
            : await orders.TakeAsync(http, context, id, new OrderEvent(OrderAction.Decline) { Reason = reason }, cancellationToken);
    }

    private static async Task<Results<Ok<OrderResponse>, ProblemHttpResult>> Withdraw(
        Id<Kinds.Order> id, ReasonRequest body, HttpContext http, CommandContext context, OrderFulfilment orders, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var reason = validation.Reason(body.Reason);
        return validation.Problem is { } problem
            ? problem
            : await orders.TakeAsync(http, context, id, new OrderEvent(OrderAction.Withdraw) { Reason = reason }, cancellationToken);
    }

    private static async Task<Results<Ok<OrderResponse>, ProblemHttpResult>> Confirm(
        Id<Kinds.Order> id, ConfirmRequest? body, HttpContext http, CommandContext context, OrderFulfilment orders, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var happened = new OrderEvent(OrderAction.Confirm)
        {
            Grams = validation.Grams(body?.Kg, "kg"),
            Reason = validation.Reason(body?.Reason, isRequired: false),
            Quality = body?.Quality,
        };
        if (body?.Quality is { } quality)
        {
            validation.OneOf(quality, "quality", Qualities.All);
        }

        return validation.Problem is { } problem ? problem : await orders.TakeAsync(http, context, id, happened, cancellationToken);
    }
}
