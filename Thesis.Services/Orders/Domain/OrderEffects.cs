namespace Thesis.Services.Orders.Domain;

/// <summary>What an event changes in an order besides its status, its version and its times.</summary>
internal static class OrderEffects
{
    public static OrderEffect Note { get; } = new(
        "the incident stands in the history and is told to everybody concerned",
        (order, e) => e.Incident == Incidents.WrongCode ? order with { WrongCodes = order.WrongCodes + 1 } : order);

    public static OrderEffect AcceptPart { get; } = new(
        "a part not accepted goes back to the donation and is offered to others; the food is brought to the location, if one is named",
        (order, e) => order with { Grams = e.Grams ?? order.Grams, Dropoff = e.Dropoff ?? order.Dropoff });

    public static OrderEffect GiveBack { get; } = new(
        "the food goes back to the donation and is offered to others",
        (order, e) => order with { Reason = e.Reason });

    public static OrderEffect GiveBackForAnyone { get; } = new(
        "the food goes back to the donation and is offered elsewhere, later to the same NGO again",
        (order, e) => order with { Reason = e.Reason, OfferAgain = true });

    public static OrderEffect CallOff { get; } = new(
        "the food goes back to the donation; it is offered to the same NGO again only when the caller says so",
        (order, e) => order with { Reason = e.Reason, OfferAgain = e.OfferAgain });

    public static OrderEffect ToDriver { get; } = new(
        "the driver has the order", (order, e) => order with { DriverId = e.DriverId, DriverUser = e.DriverUser });

    public static OrderEffect FromDriver { get; } = new(
        "the order is offered to other drivers; the NGO is not asked again",
        (order, _) => order with { DriverId = null, DriverUser = null, AssignedAt = null });

    public static OrderEffect TakeOver { get; } = new(
        "what is missing is lost, or goes back to the donation; a surplus stays there and is offered to others",
        (order, e) => order with
        {
            PickedUpGrams = e.Grams ?? 0,
            SurplusGrams = e.SurplusGrams,
            LostGrams = Lost(e, order.Grams - (e.Grams ?? 0)),
            PickupReason = e.Reason,
        });

    public static OrderEffect NotThere { get; } = new(
        "the whole lot is lost unless it is still there; it is not proposed again",
        (order, e) => order with { LostGrams = Lost(e, order.Grams), Reason = e.Reason, PickupReason = e.Reason });

    public static OrderEffect HandOver { get; } = new(
        "what is missing is lost, or goes back to the donation",
        (order, e) => order with
        {
            DeliveredGrams = e.Grams ?? 0,
            LostGrams = order.LostGrams + Lost(e, order.PickedUpGrams - (e.Grams ?? 0)),
            DeliveryReason = e.Reason,
            ProvedByCode = e.ProvedByCode,
        });

    public static OrderEffect Receive { get; } = new(
        "what the NGO did not find is lost",
        (order, e) => order with
        {
            DeliveredGrams = e.Grams ?? order.DeliveredGrams,
            LostGrams = order.LostGrams + order.DeliveredGrams - (e.Grams ?? order.DeliveredGrams),
            DeliveryReason = e.Reason.Length > 0 ? e.Reason : order.DeliveryReason,
            Quality = e.Quality,
        });

    public static OrderEffect EndPartly { get; } = new(
        "what was delivered counts; the rest is lost, or goes back to the donation",
        (order, e) => order with
        {
            DeliveredGrams = e.Grams ?? 0,
            LostGrams = order.LostGrams + Lost(e, order.PickedUpGrams - (e.Grams ?? 0)),
            Reason = e.Reason,
            OfferAgain = e.OfferAgain,
        });

    public static OrderEffect FailBeforePickup { get; } = new(
        "the food goes back to the donation unless it is gone; it may be offered to the same NGO again",
        (order, e) => order with { LostGrams = e.Rest == Rest.Gone ? order.Grams : 0, Reason = e.Reason, OfferAgain = true });

    public static OrderEffect FailAfterPickup { get; } = new(
        "the food is lost unless it went back to the donor",
        (order, e) => order with { LostGrams = order.LostGrams + Lost(e, order.PickedUpGrams), Reason = e.Reason, OfferAgain = true });

    private static long Lost(OrderEvent happened, long missing) => happened.Rest == Rest.StillThere ? 0 : missing;
}
