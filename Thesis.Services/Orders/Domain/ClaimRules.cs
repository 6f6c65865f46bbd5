using Thesis.Services.Shared.Food;

namespace Thesis.Services.Orders.Domain;

/// <summary>Whether a driver may have an order. Says to the driver, or of the driver to a dispatcher, what stands against it.</summary>
public static class ClaimRules
{
    /// <summary>The refusal that a driver may confirm: the others are for the order's good, this one is an estimate.</summary>
    public const string TightCode = "cannot-be-reached-in-time";

    /// <exception cref="InvalidOperationException">The situation names no driver.</exception>
    public static OrderRefusal? Check(OrderSituation situation)
    {
        var load = situation.Load ?? throw new InvalidOperationException("An order is given to a driver whom nobody looked up.");
        if (situation is { As: Party.Dispatcher, Event.Overridden: true })
        {
            return situation.Event.Reason.Length > 0
                ? null
                : new OrderRefusal.Invalid("reason", "must say why the rules are overridden");
        }

        var says = new Wording(situation.As == Party.Driver ? null : load.Driver.Name);
        return Vehicle(situation.Order, load, says) ?? Load(situation.Order, load, says)
            ?? (situation.Event.Confirmed ? null : Time(situation, load, says));
    }

    private static OrderRefusal.Against? Vehicle(Order order, DriverLoad load, Wording says)
    {
        var driver = load.Driver;
        return !driver.OnShift
                ? new("off-shift", says.Choose("Begin your shift before you claim orders.", "{0} is not on shift."))
            : driver.Region != order.Region
                ? new("other-region", says.Choose(
                    $"This order is in {order.Region}, and you drive in {driver.Region}. To drive there, begin a shift in {order.Region}.",
                    $"This order is in {order.Region}, and {{0}} drives in {driver.Region}."))
            : !Cooling.Suffices(driver.Cooling, order.StorageClass)
                ? new("needs-cooling", $"This food has to stay {order.StorageClass}: it needs {Needed(order.StorageClass)}. " + says.Choose(
                    "If you have one, say so in the details of your vehicle.", "{0} has none."))
            : order.Grams > driver.CapacityGrams
                ? new("too-heavy", $"This order weighs {Kg(order.Grams)}. " + says.Choose(
                    $"Your vehicle carries {Kg(driver.CapacityGrams)}.", $"The vehicle of {{0}} carries {Kg(driver.CapacityGrams)}."))
            : null;
    }

    private static OrderRefusal.Against? Load(Order order, DriverLoad load, Wording says)
    {
        if (load.Claimed.Count >= load.MostOrders)
        {
            return new("too-many-orders", says.Choose(
                $"You have {load.Claimed.Count} orders under way, the most at a time. Deliver one before you claim another.",
                $"{{0}} has {load.Claimed.Count} orders under way, the most at a time."));
        }

        var together = order.Grams + load.Claimed.Where(other => Overlap(order, other)).Sum(OnBoard);
        return together <= load.Driver.CapacityGrams ? null : new("vehicle-full", says.Choose(
            $"With what you have claimed for the same time it is {Kg(together)}, and your vehicle carries {Kg(load.Driver.CapacityGrams)}. Deliver something first, or give an order back.",
            $"With what {{0}} has claimed for the same time it is {Kg(together)}, and the vehicle carries {Kg(load.Driver.CapacityGrams)}."));
    }

    private static OrderRefusal.Against? Time(OrderSituation situation, DriverLoad load, Wording says)
    {
        var plan = DriverPlan.Of([.. load.Claimed, situation.Order], load.Driver.Position, situation.Now, load.Zone);
        if (plan.Late is not { } late)
        {
            return null;
        }

        var where = late.IsPickup ? $"the pickup at {late.Order.DonorName}" : $"the delivery at {late.Order.NgoName}";
        var with = load.Claimed.Count > 0 ? ", together with what is claimed already" : "";
        return new(TightCode, $"By our estimate{with}, {where} would be {Spoken(late.By)} late. " + says.Choose(
            "If you know that you can make it, confirm the claim.", "Choose another driver than {0}, or override this with a reason."));
    }

    /// <summary>What has been picked up is on board until it is delivered; what has not may be, within its pickup window.</summary>
    private static bool Overlap(Order order, Order other) => other.Status == OrderStatus.PickedUp
        ? order.PickupFrom < other.ExpiresAt
        : order.PickupFrom < other.PickupUntil && other.PickupFrom < order.PickupUntil;

    private static long OnBoard(Order order) => order.Status == OrderStatus.PickedUp ? order.PickedUpGrams : order.Grams;

    private static string Needed(string storageClass) =>
        storageClass == StorageClasses.Frozen ? "a refrigerated vehicle" : "a cold box or a refrigerated vehicle";

    private static string Spoken(TimeSpan late) => late.TotalMinutes < 90
        ? $"{Math.Max(1, Math.Round(late.TotalMinutes)):0} minutes"
        : $"{late.TotalHours:0.#} hours";

    private static string Kg(long grams) => $"{Kilograms.FromGrams(grams):0.###} kg";

    /// <summary>Speaks to the driver, or to a dispatcher of the driver's name.</summary>
    private readonly record struct Wording(string? Name)
    {
        public string Choose(string toDriver, string ofDriver) => Name is null ? toDriver : ofDriver.Replace("{0}", Name, StringComparison.Ordinal);
    }
}
