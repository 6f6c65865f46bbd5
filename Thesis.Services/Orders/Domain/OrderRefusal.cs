using Thesis.ServiceDefaults;

namespace Thesis.Services.Orders.Domain;

/// <summary>Why something was refused that somebody wanted to do with an order. Nothing was changed.</summary>
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
    public sealed record WrongStatus(string Detail) : OrderRefusal;

    /// <summary>The order changed since the caller read it.</summary>
    public sealed record Stale(long CurrentVersion) : OrderRefusal;

    /// <summary>A field of the request does not fit the order.</summary>
    public sealed record Invalid(string Field, string Message) : OrderRefusal;

    /// <summary>A rule stands against it, e.g. that the vehicle is too small.</summary>
    /// <param name="Code">Stable; a client may know it.</param>
    /// <param name="Detail">What stands in the way and what can be done, for a person.</param>
    public sealed record Against(string Code, string Detail) : OrderRefusal;
}
