namespace Thesis.Services.Shared.Food;

/// <summary>Weights: kg with at most three decimals at the edge, whole grams inside.</summary>
public static class Kilograms
{
    /// <summary>The most that one donation may hold, kg.</summary>
    public const decimal Most = 50_000m;

    /// <summary>Exact when <paramref name="kg"/> has at most three decimals; see <see cref="IsExact"/>.</summary>
    public static long ToGrams(decimal kg) => decimal.ToInt64(decimal.Truncate(kg * 1000m));

    public static decimal FromGrams(long grams) => grams / 1000m;

    /// <summary>False when <paramref name="kg"/> has a fraction of a gram.</summary>
    public static bool IsExact(decimal kg) => decimal.Round(kg, 3) == kg;
}
