using Thesis.Contracts.Orders.V1;

namespace Thesis.Services.Donations.Domain;

/// <summary>A part of a donation that an allocation asks for.</summary>
public sealed record WantedLot(long AllocationId, long DonationId, long NgoId, long Grams);

/// <summary>The answer to a <see cref="WantedLot"/>.</summary>
/// <param name="Rejection">Why the donation cannot honour it; null when it is reserved now.</param>
public sealed record JudgedLot(long AllocationId, string? Rejection);

/// <summary>Where a lot's quantity is; what is in none of the three has gone back to the donation.</summary>
/// <param name="InTransitGrams">The part of what is reserved that was picked up.</param>
/// <param name="SurplusGrams">What was found at pickup beyond the lot: the donation has so much more to offer.</param>
public sealed record LotBalance(long ReservedGrams, long DeliveredGrams, long LostGrams, long InTransitGrams = 0, long SurplusGrams = 0)
{
    /// <summary>
    /// What an order says of its lot. It states totals, not differences, so that hearing it twice changes nothing. Before
    /// pickup what is to be carried is reserved; what the order calls neither delivered nor lost goes back.
    /// </summary>
    public static LotBalance Of(OrderSnapshot order) => WhereItIs(order) with { SurplusGrams = order.SurplusGrams };

    private static LotBalance WhereItIs(OrderSnapshot order) => order.Status switch
    {
        "proposed" or "accepted" or "assigned" => new(order.Grams, 0, 0),
        "picked_up" => new(order.PickedUpGrams, 0, order.LostGrams, order.PickedUpGrams),
        "delivered" or "completed" or "declined" or "expired" or "cancelled" or "failed" or "returned" or "lost" =>
            new(0, order.DeliveredGrams, order.LostGrams),
        _ => throw new InvalidOperationException($"Order {order.Id} has a status that donations do not know: '{order.Status}'."),
    };
}
