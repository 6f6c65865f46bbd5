namespace Thesis.Services.Donations.Domain;

/// <summary>What is too little for a trip of its own. Allocation makes none below the same weight (<c>Allocation:MinimumLotKg</c>).</summary>
public static class SmallestTrip
{
    public const long Grams = 5_000;
}
