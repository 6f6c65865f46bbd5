namespace Thesis.OptEngine.Model;

/// <summary>Whole grams and kilograms with three decimals, exactly.</summary>
public static class Quantity
{
    /// <summary>Grams as kg, without trailing zeros.</summary>
    public static decimal Kg(long grams) => (grams / 1000m).Normalised();

    /// <summary>The whole grams of a quantity in kg, rounding down: never more than what is there.</summary>
    public static long Grams(decimal kg) => (long)decimal.Floor(kg * 1000m);

    private static decimal Normalised(this decimal value) => value / 1.000000000000000000000000000000000m;
}
