using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Domain;
using Thesis.Services.Shared.Food;

namespace Thesis.Services.Ngos.Api;

/// <summary>What an NGO can take of each storage class in a day, kg, 0 to 100,000; no limit of its own where absent.</summary>
public sealed record StorageCapacityKg(decimal? Ambient = null, decimal? Chilled = null, decimal? Frozen = null)
{
    /// <summary>Null when no class has a limit of its own.</summary>
    public static StorageCapacityKg? Of(StorageCapacity capacity) =>
        capacity == StorageCapacity.Unlimited ? null : new(Kg(capacity.AmbientGrams), Kg(capacity.ChilledGrams), Kg(capacity.FrozenGrams));

    /// <summary>Notes what is wrong, by field.</summary>
    /// <param name="validation">Takes the faults.</param>
    /// <param name="storage">The classes that the NGO has.</param>
    /// <returns>The capacity; meaningful only when nothing was noted.</returns>
    public StorageCapacity Validate(Validation validation, IReadOnlyList<string> storage) => new(
        Grams(validation, storage, StorageClasses.Ambient, Ambient),
        Grams(validation, storage, StorageClasses.Chilled, Chilled),
        Grams(validation, storage, StorageClasses.Frozen, Frozen));

    private static long? Grams(Validation validation, IReadOnlyList<string> storage, string storageClass, decimal? kg)
    {
        var field = $"storageCapacityKg.{storageClass}";
        if (kg is not { } given || !validation.Require(given is >= 0 and <= Intake.MostDailyCapacityKg, field, $"must be from 0 to {Intake.MostDailyCapacityKg}"))
        {
            return null;
        }

        validation.Require(storage.Contains(storageClass), field, "limits a class that storageClasses does not name; name it there, or leave the limit out");
        return validation.Require(Kilograms.IsExact(given), field, "must have at most 3 decimals") ? Kilograms.ToGrams(given) : null;
    }

    private static decimal? Kg(long? grams) => grams is { } known ? Kilograms.FromGrams(known) : null;
}
