using Thesis.Contracts;
using Thesis.Contracts.Drivers.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Drivers.Domain;

namespace Thesis.Services.Drivers.Messaging;

/// <summary>What other services and browsers hear of drivers.</summary>
public static class DriverEvents
{
    public static void PublishUpdated(this CommandContext context, Driver driver) => context.Publish(
        Topics.DriverUpdated,
        driver.Id,
        new DriverUpdated
        {
            Driver = new DriverSnapshot
            {
                Id = driver.Id,
                Version = driver.Version,
                UserId = driver.UserId,
                Name = driver.Name,
                Region = driver.Region,
                Vehicle = driver.Vehicle,
                CapacityGrams = driver.CapacityGrams,
                OnShift = driver.OnShift,
            },
        },
        [$"driver:{new Id<Kinds.Driver>(driver.Id)}", $"region:{driver.Region}", $"user:{driver.UserId}"]);

    /// <summary>Where the driver is, for those who watch the driver, the region, or an order the driver has under way.</summary>
    public static void PublishLocation(
        this CommandContext context, Driver driver, IReadOnlyList<DriverPosition> oldestFirst, IEnumerable<long> activeOrderIds)
    {
        var moved = new DriverLocationUpdated { DriverId = driver.Id, Region = driver.Region };
        moved.Positions.AddRange(oldestFirst.Select(position => new Position
        {
            Latitude = position.Latitude,
            Longitude = position.Longitude,
            TimeEpochMs = position.Time.ToUnixTimeMilliseconds(),
            AccuracyM = position.AccuracyM,
        }));
        context.Publish(
            Topics.DriverLocationUpdated,
            driver.Id,
            moved,
            [
                $"driver:{new Id<Kinds.Driver>(driver.Id)}",
                $"region:{driver.Region}",
                .. activeOrderIds.Select(id => $"order:{new Id<Kinds.Order>(id)}"),
            ]);
    }
}
