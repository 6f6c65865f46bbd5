using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Orders.Domain;

/// <summary>Why an action on an order was refused. Nothing was changed.</summary>
public abstract record OrderRefusal
{
    private OrderRefusal()
    {
    }

    /// <summary>There is no such order, or the caller may not know of it.</summary>
    public sealed record Unknown(long OrderId) : OrderRefusal;

    /// <summary>The caller sees the order and may not do this with it.</summary>
    public sealed record NotYours(string Detail) : OrderRefusal;

    /// <summary>The order's status does not allow the action.</summary>
    public sealed record WrongStatus(OrderAction Action, OrderStatus Status) : OrderRefusal
    {
        public string Detail =>
            $"The order is {Status.Name()}; this needs {string.Join(" or ", OrderTransitions.Origins(Action).Select(s => s.Name()))}.";
    }

    /// <summary>The order changed since the caller read it.</summary>
    public sealed record Stale(long CurrentVersion) : OrderRefusal;

    /// <summary>A field of the request does not fit the order.</summary>
    public sealed record Invalid(string Field, string Message) : OrderRefusal;

    /// <summary>The refusal as an answer.</summary>
    public ProblemHttpResult ToProblem() => this switch
    {
        Unknown unknown => Problems.NotFound(new Id<Kinds.Order>(unknown.OrderId)),
        NotYours notYours => Problems.Forbidden(notYours.Detail),
        WrongStatus wrong => Problems.Conflict("order-status", wrong.Detail),
        Stale stale => Problems.PreconditionFailed(stale.CurrentVersion),
        Invalid invalid => Problems.Validation(invalid.Field, invalid.Message),
        _ => throw new InvalidOperationException($"{GetType().Name} has no problem."),
    };
}
