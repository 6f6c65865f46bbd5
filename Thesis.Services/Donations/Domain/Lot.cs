using Thesis.Contracts.Orders.V1;

namespace Thesis.Services.Donations.Domain;

/// <summary>A part of a donation that an allocation asks for.</summary>
public sealed record WantedLot(long AllocationId, long DonationId, long NgoId, long Grams);

/// <summary>The answer to a <see cref="WantedLot"/>.</summary>
/// <param name="Rejection">Why the donation cannot honour it; null when it is reserved now.</param>
public sealed record JudgedLot(long AllocationId, string? Rejection);

/// <summary>Where a lot's quantity is; what is in none of the three has gone back to the donation.</summary>
/// <param name="InTransitGrams">The part of what is reserved that was picked up.</param>
public sealed record LotBalance(long ReservedGrams, long DeliveredGrams, long LostGrams, long InTransitGrams = 0)
{
    /// <summary>
    /// What an order says of its lot. It states totals, not differences, so that hearing it twice changes nothing. Before
    /// pickup all of it is reserved or goes back; what is missing at pickup or at the door, or fails after pickup, is lost.
    /// </summary>
    public static LotBalance Of(OrderSnapshot order, string previousStatus) => order.Status switch
    {
        "proposed" or "accepted" or "assigned" => new(order.Grams, 0, 0),
        "picked_up" => new(order.PickedUpGrams, 0, order.Grams - order.PickedUpGrams, order.PickedUpGrams),
        "delivered" or "completed" => new(0, order.DeliveredGrams, order.Grams - order.DeliveredGrams),
        "failed" when previousStatus == "picked_up" || order.PickedUpGrams > 0 => new(0, 0, order.Grams),
        "declined" or "expired" or "cancelled" or "failed" => new(0, 0, 0),
        _ => throw new InvalidOperationException($"Order {order.Id} has a status that donations do not know: '{order.Status}'."),
    };
}
