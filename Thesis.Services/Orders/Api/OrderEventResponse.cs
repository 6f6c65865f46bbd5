using Thesis.ServiceDefaults;
using Thesis.Services.Shared.Food;
using Thesis.Services.Orders.Data;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Api;

/// <summary>One event of an order's history.</summary>
/// <param name="Version">The version that the event gave the order.</param>
/// <param name="Action">What happened, e.g. "picked_up".</param>
/// <param name="By">As what somebody did it: "donor", "ngo", "driver", "dispatcher" or "clock".</param>
/// <param name="Actor">Who did it; for dispatchers only.</param>
/// <param name="Kg">What was proposed, accepted, weighed or received.</param>
/// <param name="Rest">What became of what was missing: "gone" or "still_there".</param>
/// <param name="Overridden">True when a dispatcher set a rule aside.</param>
public sealed record OrderEventResponse(
    long Version,
    string Action,
    string FromStatus,
    string ToStatus,
    DateTimeOffset At,
    string By,
    string? Actor,
    string Reason,
    decimal? Kg,
    string? Rest,
    Id<Kinds.Driver>? DriverId,
    string? Quality,
    string? Incident,
    bool Overridden)
{
    /// <summary>The event as one who is, or is not, a dispatcher may see it.</summary>
    public static OrderEventResponse Of(HistoryEntry entry, bool isStaff) => new(
        entry.Version,
        entry.Event.Action.Name(),
        entry.From.Name(),
        entry.To.Name(),
        entry.At,
        entry.Party,
        isStaff ? entry.Actor : null,
        entry.Event.Reason,
        entry.Event.Grams is { } grams ? Kilograms.FromGrams(grams) : null,
        entry.Event.Rest?.Name(),
        entry.Event.DriverId is { } driver ? new Id<Kinds.Driver>(driver) : null,
        entry.Event.Quality,
        entry.Event.Incident,
        entry.Event.Overridden);
}

/// <summary>What happened to an order, oldest first.</summary>
public sealed record OrderHistoryResponse(Id<Kinds.Order> OrderId, IReadOnlyList<OrderEventResponse> Events);
