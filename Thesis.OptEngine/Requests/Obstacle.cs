namespace Thesis.OptEngine.Requests;

/// <summary>What keeps a donation from an NGO before any plan is made.</summary>
internal enum Obstacle
{
    /// <summary>Nothing: the food could go there.</summary>
    None,

    /// <summary>The pair is excluded, e.g. because the NGO declined.</summary>
    Excluded,

    /// <summary>The NGO has no storage of the food's class.</summary>
    StorageClass,

    /// <summary>The NGO takes no further delivery.</summary>
    Slots,

    /// <summary>The NGO, or the donation, has less than a smallest lot left.</summary>
    MinimumLot,

    /// <summary>The donor's pickup window is over.</summary>
    PickupWindow,

    /// <summary>The trip is longer than trips may be.</summary>
    Distance,

    /// <summary>The food would spoil on the way.</summary>
    Expiry,

    /// <summary>The NGO is closed whenever the food could arrive.</summary>
    OpeningHours,

    /// <summary>The trip costs more than the food is worth there.</summary>
    TripCost,
}

internal static class ObstacleName
{
    /// <summary>The name of an obstacle in the contract.</summary>
    public static string Of(Obstacle obstacle) => obstacle switch
    {
        Obstacle.Excluded => "excluded",
        Obstacle.StorageClass => "storage_class",
        Obstacle.Slots => "slots",
        Obstacle.MinimumLot => "minimum_lot",
        Obstacle.PickupWindow => "pickup_window",
        Obstacle.Distance => "distance",
        Obstacle.Expiry => "expiry",
        Obstacle.OpeningHours => "opening_hours",
        Obstacle.TripCost => "trip_cost",
        _ => throw new ArgumentOutOfRangeException(nameof(obstacle), obstacle, "Nothing stands in the way."),
    };
}
