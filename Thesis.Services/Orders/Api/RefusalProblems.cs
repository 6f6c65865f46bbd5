using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Api;

/// <summary>Refusals as answers.</summary>
internal static class RefusalProblems
{
    public static ProblemHttpResult ToProblem(this OrderRefusal refusal) => refusal switch
    {
        OrderRefusal.Unknown unknown => Problems.NotFound(new Id<Kinds.Order>(unknown.OrderId)),
        OrderRefusal.NotYours notYours => Problems.Forbidden(notYours.Detail),
        OrderRefusal.WrongStatus wrong => Problems.Conflict("order-status", wrong.Detail),
        OrderRefusal.Stale stale => Problems.PreconditionFailed(stale.CurrentVersion),
        OrderRefusal.Invalid invalid => Problems.Validation(invalid.Field, invalid.Message),
        OrderRefusal.Against against => Problems.Conflict(against.Code, against.Detail),
        _ => throw new InvalidOperationException($"{refusal.GetType().Name} has no problem."),
    };
}
