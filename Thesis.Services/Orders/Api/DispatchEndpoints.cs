using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Data;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Api;

/// <summary>What dispatchers, donors and drivers do with orders: <c>POST /api/v1/orders/{id}/…</c>.</summary>
internal static class DispatchEndpoints
{
    public static void Map(RouteGroupBuilder orders)
    {
        orders.MapPost("/{id}/cancel", Cancel).Describe("CancelOrder", Policies.SignedIn,
            "The donor or a dispatcher calls an order off before pickup. After pickup a dispatcher ends it as what it is: delivered in part, returned or lost.");
        orders.MapPost("/{id}/fail", Fail).Describe("FailOrder", Policies.SignedIn,
            "The driver or a dispatcher reports that the order cannot be carried out.");
        orders.MapPost("/{id}/assign", Assign).Describe("AssignOrder", Policies.Dispatcher,
            "Gives an accepted order to a driver, or to another one. Who does not suit is refused as in a claim, unless override and a reason are given.");
        orders.MapPost("/{id}/release", Release).Describe("ReleaseOrder", Policies.SignedIn,
            "The driver or a dispatcher gives the order back before pickup: other drivers may claim it, the NGO is not asked again.");
        orders.MapPost("/{id}/no-show", NoShow).Describe("ReportNoShow", Policies.SignedIn,
            "The donor, the NGO or a dispatcher reports that the driver did not come: other drivers may claim the order.");
        orders.MapPost("/{id}/incidents", Incident).Describe("ReportIncident", Policies.SignedIn,
            "Anybody whom the order concerns reports what happened on the way; it stands in the history.");
    }

    private static async Task<Results<Ok<OrderResponse>, ProblemHttpResult>> Cancel(
        Id<Kinds.Order> id, CancelRequest body, HttpContext http, CommandContext context, OrderFulfilment orders, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var happened = new OrderEvent(OrderAction.Cancel)
        {
            Reason = validation.Reason(body.Reason),
            OfferAgain = body.OfferAgain,
            Grams = validation.Grams(body.DeliveredKg, "deliveredKg"),
            Rest = validation.Rest(body.Rest),
        };
        return validation.Problem is { } problem ? problem : await orders.TakeAsync(http, context, id, happened, cancellationToken);
    }

    private static async Task<Results<Ok<OrderResponse>, ProblemHttpResult>> Fail(
        Id<Kinds.Order> id, FailRequest body, HttpContext http, CommandContext context, OrderFulfilment orders, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var happened = new OrderEvent(OrderAction.Fail) { Reason = validation.Reason(body.Reason), Rest = validation.Rest(body.Rest) };
        return validation.Problem is { } problem ? problem : await orders.TakeAsync(http, context, id, happened, cancellationToken);
    }

    private static async Task<Results<Ok<OrderResponse>, ProblemHttpResult>> Assign(
        Id<Kinds.Order> id, AssignRequest body, HttpContext http, CommandContext context, OrderFulfilment orders, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var happened = new OrderEvent(OrderAction.Assign)
        {
            DriverId = body.DriverId.Value,
            Overridden = body.Override,
            Reason = validation.Reason(body.Reason, isRequired: body.Override),
        };
        return validation.Problem is { } problem ? problem : await orders.TakeAsync(http, context, id, happened, cancellationToken);
    }

    private static async Task<Results<Ok<OrderResponse>, ProblemHttpResult>> Release(
        Id<Kinds.Order> id, ReasonRequest body, HttpContext http, CommandContext context, OrderFulfilment orders, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var happened = new OrderEvent(OrderAction.Release) { Reason = validation.Reason(body.Reason) };
        return validation.Problem is { } problem ? problem : await orders.TakeAsync(http, context, id, happened, cancellationToken);
    }

    private static async Task<Results<Ok<OrderResponse>, ProblemHttpResult>> NoShow(
        Id<Kinds.Order> id, ReasonRequest body, HttpContext http, CommandContext context, OrderFulfilment orders, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var happened = new OrderEvent(OrderAction.NoShow) { Reason = validation.Reason(body.Reason) };
        return validation.Problem is { } problem ? problem : await orders.TakeAsync(http, context, id, happened, cancellationToken);
    }

    private static async Task<Results<Ok<OrderResponse>, ProblemHttpResult>> Incident(
        Id<Kinds.Order> id, IncidentRequest body, HttpContext http, CommandContext context, OrderFulfilment orders, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.OneOf(body.Kind, "kind", Incidents.All);
        var happened = new OrderEvent(OrderAction.Report) { Incident = body.Kind, Reason = validation.Reason(body.Description, "description") };
        return validation.Problem is { } problem ? problem : await orders.TakeAsync(http, context, id, happened, cancellationToken);
    }
}
