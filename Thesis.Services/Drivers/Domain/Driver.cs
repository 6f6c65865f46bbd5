namespace Thesis.Services.Drivers.Domain;

/// <summary>Where a driver was. Degrees are WGS84, accuracy metres (0 when unknown), time UTC.</summary>
public sealed record DriverPosition(double Latitude, double Longitude, DateTimeOffset Time, double AccuracyM);

/// <summary>Somebody who drives food from donors to NGOs.</summary>
public sealed record Driver
{
    public required long Id { get; init; }

    /// <summary>Grows by one with every change; positions do not count.</summary>
    public required long Version { get; init; }

    /// <summary>Subject of the user who drives.</summary>
    public required string UserId { get; init; }

    public required string Name { get; init; }

    public required string Region { get; init; }

    public required string Vehicle { get; init; }

    /// <summary>What the vehicle carries, grams.</summary>
    public required long CapacityGrams { get; init; }

    /// <summary>Only a driver on shift may claim orders.</summary>
    public bool OnShift { get; init; }

    /// <summary>The newest known position; its accuracy is not kept.</summary>
    public DriverPosition? LastPosition { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
