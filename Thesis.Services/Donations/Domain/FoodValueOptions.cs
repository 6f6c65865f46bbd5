using Thesis.Services.Shared.Food;

namespace Thesis.Services.Donations.Domain;

/// <summary>What a kg of donated food is worth in one currency, for receipts; section <c>Donations:Values:USD</c> and the like.</summary>
public sealed class FoodValueOptions
{
    /// <summary>A kg of what <see cref="PerKgOf"/> does not name.</summary>
    public decimal PerKg { get; set; }

    /// <summary>A kg by kind of food, e.g. "meat".</summary>
    public Dictionary<string, decimal> PerKgOf { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Where the figures come from; printed on receipts.</summary>
    public string Source { get; set; } = "";

    /// <summary>The day as of which they hold.</summary>
    public DateOnly AsOf { get; set; }

    /// <summary>Whether the figures can be printed: prices of at most two decimals, kinds of food that there are, and a source with its day.</summary>
    public bool IsValid =>
        PerKgOf.Keys.All(FoodTypes.IsKnown) && PerKgOf.Values.Append(PerKg).All(price => price is > 0 and < 100_000 && decimal.Round(price, 2) == price)
        && Source.Length > 0 && AsOf > default(DateOnly);

    /// <summary>What a kg of the kind of food is worth.</summary>
    public decimal Of(string foodType) => PerKgOf.GetValueOrDefault(foodType, PerKg);
}
