using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Data;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Api;

/// <summary>Why somebody declines, cancels or gives up.</summary>
/// <param name="Reason">For the others concerned; 1 to 500 characters.</param>
public sealed record ReasonRequest(string Reason);

/// <summary>What people do with orders: <c>POST /api/v1/orders/{id}/…</c>.</summary>
internal static class OrderCommandEndpoints
{
    private const int MostReasonCharacters = 500;

    public static void Map(RouteGroupBuilder orders)
    {
        Describe(orders.MapPost("/{id}/accept", Accept), "AcceptOrder", Policies.Ngo, "The NGO takes the food.");
        Describe(orders.MapPost("/{id}/decline", Decline), "DeclineOrder", Policies.Ngo,
            "The NGO does not take the food: it goes back to the donation and is offered to others.");
        Describe(orders.MapPost("/{id}/confirm", Confirm), "ConfirmOrder", Policies.Ngo,
            "The NGO confirms that it received the food; without it the receipt counts as confirmed after a day.");
        Describe(orders.MapPost("/{id}/cancel", Cancel), "CancelOrder", Policies.SignedIn,
            "The donor or a dispatcher calls off an order that is not picked up yet.");
        Describe(orders.MapPost("/{id}/fail", Fail), "FailOrder", Policies.SignedIn,
            "The driver or a dispatcher reports that the order cannot be carried out.");
    }

    private static void Describe(RouteHandlerBuilder endpoint, string name, string policy, string description) => endpoint
        .AsCommand(OrdersModule.Schema)
        .WithName(name)
        .WithDescription($"{description} If-Match is optional and checked when present.")
        .RequireAuthorization(policy)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    private static Task<Results<Ok<OrderResponse>, ProblemHttpResult>> Accept(
        Id<Kinds.Order> id, HttpContext http, CommandContext context, OrderFulfilment orders, CancellationToken cancellationToken) =>
        TakeAsync(id, http, context, orders, OrderSteps.Accept(context.Actor), cancellationToken);

    private static Task<Results<Ok<OrderResponse>, ProblemHttpResult>> Confirm(
        Id<Kinds.Order> id, HttpContext http, CommandContext context, OrderFulfilment orders, CancellationToken cancellationToken) =>
        TakeAsync(id, http, context, orders, OrderSteps.Confirm(context.Actor), cancellationToken);

    private static Task<Results<Ok<OrderResponse>, ProblemHttpResult>> Decline(
        Id<Kinds.Order> id, ReasonRequest body, HttpContext http, CommandContext context, OrderFulfilment orders, CancellationToken cancellationToken) =>
        TakeAsync(id, http, context, orders, OrderSteps.Decline(context.Actor, Checked(body)), cancellationToken);

    private static Task<Results<Ok<OrderResponse>, ProblemHttpResult>> Cancel(
        Id<Kinds.Order> id, ReasonRequest body, HttpContext http, CommandContext context, OrderFulfilment orders, CancellationToken cancellationToken) =>
        TakeAsync(id, http, context, orders, OrderSteps.Cancel(context.Actor, Checked(body)), cancellationToken);

    private static Task<Results<Ok<OrderResponse>, ProblemHttpResult>> Fail(
        Id<Kinds.Order> id, ReasonRequest body, HttpContext http, CommandContext context, OrderFulfilment orders, CancellationToken cancellationToken) =>
        TakeAsync(id, http, context, orders, OrderSteps.Fail(context.Actor, Checked(body)), cancellationToken);

    private static async Task<Results<Ok<OrderResponse>, ProblemHttpResult>> TakeAsync(
        Id<Kinds.Order> id, HttpContext http, CommandContext context, OrderFulfilment orders, OrderStep step, CancellationToken cancellationToken)
    {
        var (order, refusal) = await orders.TakeAsync(
            context, id.Value, step.IfVersion(IfMatch.Optional(http.Request)), cancellationToken);
        if (order is null)
        {
            return refusal?.ToProblem() ?? throw new InvalidOperationException("A step ended with neither an order nor a refusal.");
        }

        ETags.Set(http.Response, order.Version);
        return TypedResults.Ok(OrderResponse.Of(order));
    }

    /// <exception cref="ProblemException">400 when the reason is empty or too long.</exception>
    private static string Checked(ReasonRequest body)
    {
        var reason = body.Reason.Trim();
        return reason.Length is > 0 and <= MostReasonCharacters && !reason.Any(char.IsControl)
            ? reason
            : throw new ProblemException(Problems.Validation("reason", $"must be 1 to {MostReasonCharacters} characters, none of them a control character"));
    }
}
