using Thesis.Services.Shared.Food;

namespace Thesis.Services.Ngos.Domain;

/// <summary>What an NGO can take of each storage class in a day, within its capacity as a whole; null: no limit of its own.</summary>
public sealed record StorageCapacity(long? AmbientGrams, long? ChilledGrams, long? FrozenGrams)
{
    /// <summary>No class has a limit of its own.</summary>
    public static StorageCapacity Unlimited { get; } = new(null, null, null);

    /// <summary>The classes with a limit of their own.</summary>
    public IEnumerable<(string StorageClass, long Grams)> Limits =>
        new (string StorageClass, long? Grams)[]
        {
            (StorageClasses.Ambient, AmbientGrams), (StorageClasses.Chilled, ChilledGrams), (StorageClasses.Frozen, FrozenGrams),
        }
        .SelectMany(limit => limit.Grams is { } grams ? [(limit.StorageClass, grams)] : Array.Empty<(string, long)>());
}
