namespace Thesis.OptEngine.Requests;

/// <summary>What keeps a donation from an NGO before any plan is made.</summary>
internal enum Obstacle
{
    /// <summary>Nothing: the food could go there.</summary>
    None,

    /// <summary>The pair is excluded, e.g. because the NGO declined.</summary>
    Excluded,

    /// <summary>What the NGO gets of the donation is decided already.</summary>
    Decided,

    /// <summary>The NGO has no storage of the food's class.</summary>
    StorageClass,

    /// <summary>The NGO takes no further delivery.</summary>
    Slots,

    /// <summary>The donation has less than a smallest lot left.</summary>
    MinimumLot,

    /// <summary>The NGO has less room than a smallest lot takes, or than pays for the trip.</summary>
    Capacity,

    /// <summary>The NGO has that little storage of the food's class.</summary>
    StorageCapacity,

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
    /// <summary>The name of an obstacle in the contract; empty where nothing stands in the way.</summary>
    public static string Of(Obstacle obstacle) => obstacle switch
    {
        Obstacle.Excluded => "excluded",
        Obstacle.StorageClass => "storage_class",
        Obstacle.Slots => "slots",
        Obstacle.MinimumLot => "minimum_lot",
        Obstacle.Capacity => "capacity",
        Obstacle.StorageCapacity => "storage_capacity",
        Obstacle.PickupWindow => "pickup_window",
        Obstacle.Distance => "distance",
        Obstacle.Expiry => "expiry",
        Obstacle.OpeningHours => "opening_hours",
        Obstacle.TripCost => "trip_cost",
        Obstacle.None or Obstacle.Decided => "",
        _ => throw new ArgumentOutOfRangeException(nameof(obstacle), obstacle, "It has no name."),
    };
}
