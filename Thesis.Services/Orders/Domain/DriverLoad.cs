using NodaTime;

namespace Thesis.Services.Orders.Domain;

/// <summary>A driver with the vehicle, as far as orders ask.</summary>
/// <param name="Cooling">See <see cref="Domain.Cooling"/>.</param>
/// <param name="Position">Where the driver was last; null when unknown or long ago.</param>
public sealed record Carrier(
    long Id, long Version, string UserId, string Name, string Region, long CapacityGrams, bool OnShift, string Cooling, Stop? Position);

/// <summary>A driver whom an order may go to.</summary>
/// <param name="Claimed">The orders that the driver has under way, without the one in question.</param>
/// <param name="MostOrders">Orders a driver may have under way.</param>
/// <param name="Zone">The region's time zone, in which opening hours are.</param>
public sealed record DriverLoad(Carrier Driver, IReadOnlyList<Order> Claimed, int MostOrders, DateTimeZone Zone);

/// <summary>How a vehicle keeps food cool.</summary>
public static class Cooling
{
    public const string None = "none";
    public const string ColdBox = "cold_box";
    public const string Refrigerated = "refrigerated";

    public static IReadOnlyList<string> All { get; } = [None, ColdBox, Refrigerated];

    /// <summary>A cold box keeps food chilled; only a refrigerated vehicle keeps it frozen.</summary>
    public static bool Suffices(string cooling, string storageClass) => storageClass switch
    {
        Shared.Food.StorageClasses.Chilled => cooling is ColdBox or Refrigerated,
        Shared.Food.StorageClasses.Frozen => cooling == Refrigerated,
        _ => true,
    };
}
