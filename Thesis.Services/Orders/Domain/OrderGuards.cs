using Thesis.Services.Shared.Food;

namespace Thesis.Services.Orders.Domain;

/// <summary>What must hold before something happens to an order.</summary>
internal static class OrderGuards
{
    public static OrderGuard PartOfProposal { get; } = new(
        "kg, if given, is more than 0 and at most what was proposed; the location, if given, is the NGO's",
        s => s.Event.Grams is not null && (s.Event.Grams <= 0 || s.Event.Grams > s.Order.ProposedGrams)
                ? new OrderRefusal.Invalid("kg", $"must be more than 0 and at most the {Kg(s.Order.ProposedGrams)} that were proposed")
            : s.Event.LocationId is not null && s.Event.Dropoff is null
                ? new OrderRefusal.Invalid("locationId", "must be one of the NGO's locations")
            : null);

    public static OrderGuard DriverFits { get; } = new(
        "the driver is on shift, in the order's region, with room, cooling and time for it; a driver may confirm a tight time, a dispatcher may override with a reason",
        ClaimRules.Check);

    public static OrderGuard AnotherDriver { get; } = new(
        "the driver is another one",
        s => s.Event.DriverId != s.Order.DriverId
            ? null
            : new OrderRefusal.Against("same-driver", "This driver has the order already. Choose another driver."));

    public static OrderGuard WindowHasBegun { get; } = new(
        "the pickup window has begun",
        s => s.Now >= s.Order.PickupFrom
            ? null
            : new OrderRefusal.Against("too-early", "The pickup window has not begun: the driver may still come. Give the order to another driver if you know better."));

    public static OrderGuard WeighedAtPickup { get; } = new(
        "kg is at most what was planned; for a difference, a reason and whether the rest is gone or still there; a surplus only where all that was planned was picked up",
        s => Weight(s.Event, s.Order.Grams, "planned", "pick up that much and state the rest as surplusKg: it is offered to others")
            ?? Difference(s.Event, s.Order.Grams, "planned")
            ?? Surplus(s));

    public static OrderGuard WeighedAtDelivery { get; } = new(
        "kg is at most what was picked up; for a difference, a reason and whether the rest is gone or still there",
        s => s.Event.Grams == 0
            ? new OrderRefusal.Invalid("kg", "must be more than 0. If nothing was delivered, report that the delivery failed")
            : Weight(s.Event, s.Order.PickedUpGrams, "picked up", "deliver that much and ask the donor to post the rest") ?? Difference(s.Event, s.Order.PickedUpGrams, "picked up"));

    /// <summary>As much as a donation may have.</summary>
    private const long MostSurplusGrams = 50_000_000;

    /// <summary>Wrong codes after which none is taken any more: a code of 4 digits must not be guessed.</summary>
    private const int MostWrongCodes = 5;

    public static OrderGuard Proof { get; } = new(
        "the code that the NGO sees is entered, where the region asks for it, with at most 5 wrong attempts",
        s => s.Order.DeliveryCode.Length == 0 ? null
            : s.Order.WrongCodes >= MostWrongCodes
                ? new OrderRefusal.Against("code-locked", "Too many wrong codes were entered. Call a dispatcher, who can confirm the delivery with the NGO.")
            : s.Event.Code == s.Order.DeliveryCode ? null
            : new OrderRefusal.Invalid("code", $"must be the {s.Order.DeliveryCode.Length} digits that the NGO sees with this order: ask at the door"));

    public static OrderGuard Received { get; } = new(
        "kg, if given, is at most what the driver handed over, with a reason when it is less",
        s => s.Event.Grams is not { } grams || grams == s.Order.DeliveredGrams ? null
            : grams < 0 || grams > s.Order.DeliveredGrams
                ? new OrderRefusal.Invalid("kg", $"must be from 0 to the {Kg(s.Order.DeliveredGrams)} that the driver handed over")
                : ReasonFor(s.Event, s.Order.DeliveredGrams - grams, "the driver handed over"));

    public static OrderGuard CalledOffAfterPickup { get; } = new(
        "deliveredKg is at most what was picked up; for the rest, whether it is gone or still there",
        s => s.Event.Grams is < 0 || s.Event.Grams > s.Order.PickedUpGrams
            ? new OrderRefusal.Invalid("deliveredKg", $"must be from 0 to the {Kg(s.Order.PickedUpGrams)} that were picked up")
            : (s.Event.Grams ?? 0) < s.Order.PickedUpGrams && s.Event.Rest is null
                ? new OrderRefusal.Invalid("rest", $"must say what became of the food: '{RestNames.Gone}', or '{RestNames.StillThere}' when it went back to the donor")
                : null);

    private static OrderRefusal.Invalid? Weight(OrderEvent happened, long most, string of, string remedy) => happened.Grams switch
    {
        null or < 0 => new OrderRefusal.Invalid("kg", "must be 0 or more"),
        { } grams when grams > most => new OrderRefusal.Invalid(
            "kg", $"must be at most the {Kg(most)} that were {of}. If there is more, {remedy}"),
        _ => null,
    };

    private static OrderRefusal.Invalid? Surplus(OrderSituation s) => s.Event.SurplusGrams switch
    {
        0 => null,
        < 0 or > MostSurplusGrams => new OrderRefusal.Invalid("surplusKg", $"must be from 0 to {Kg(MostSurplusGrams)}"),
        _ when s.Event.Grams < s.Order.Grams => new OrderRefusal.Invalid("surplusKg", $"must be 0 while less than the planned {Kg(s.Order.Grams)} is picked up: pick up what was planned first"),
        _ when s.Event.Reason.Length == 0 => new OrderRefusal.Invalid("reason", $"must say what the {Kg(s.Event.SurplusGrams)} more are"),
        _ => null,
    };

    private static OrderRefusal.Invalid? Difference(OrderEvent happened, long expected, string expectedAs)
    {
        var missing = expected - (happened.Grams ?? 0);
        return missing == 0 ? null
            : ReasonFor(happened, missing, $"was {expectedAs}")
                ?? (happened.Rest is null
                    ? new OrderRefusal.Invalid("rest", $"must say what became of the missing {Kg(missing)}: '{RestNames.Gone}' or '{RestNames.StillThere}'")
                    : null);
    }

    private static OrderRefusal.Invalid? ReasonFor(OrderEvent happened, long missing, string than) => happened.Reason.Length > 0
        ? null
        : new OrderRefusal.Invalid("reason", $"must say why it is {Kg(missing)} less than {than}");

    private static string Kg(long grams) => $"{Kilograms.FromGrams(grams):0.###} kg";
}
