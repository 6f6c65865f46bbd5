using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Access;
using Thesis.Services.OpenApi;
using Thesis.Services.Orders.Data;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Api;

/// <summary>What every endpoint that moves an order has in common.</summary>
internal static class OrderCommands
{
    public static void Describe(this RouteHandlerBuilder endpoint, string name, string policy, string description) => endpoint
        .AsCommand(OrdersModule.Schema)
        .WithAction(name)
        .WithDescription($"{description} If-Match is optional and checked when present.")
        .RequireAuthorization(policy)
        .Fails(400, 404, 409, 412, 422);

    /// <summary>Lets the event happen to the order, in the version that the caller read.</summary>
    public static async Task<Results<Ok<OrderResponse>, ProblemHttpResult>> TakeAsync(
        this OrderFulfilment orders, HttpContext http, CommandContext context, Id<Kinds.Order> id, OrderEvent happened, CancellationToken cancellationToken)
    {
        var command = new OrderCommand(id.Value, happened, IfMatch.Optional(http.Request));
        var (order, refusal) = await orders.TakeAsync(context, command, cancellationToken);
        if (order is null)
        {
            return refusal?.ToProblem() ?? throw new InvalidOperationException("An attempt ended with neither an order nor a refusal.");
        }

        ETags.Set(http.Response, order.Version);
        return TypedResults.Ok(OrderResponse.Of(order, context.Actor, context.Now));
    }
}
