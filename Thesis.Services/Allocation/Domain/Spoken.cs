using System.Globalization;
using Thesis.Services.Shared.Food;

namespace Thesis.Services.Allocation.Domain;

/// <summary>Quantities as a person says them, in sentences about a plan.</summary>
public static class Spoken
{
    private const double Noticeable = 0.005;

    /// <summary>Weights to two or three figures: "184 kg", "22 kg", "2.5 kg", "0.3 kg".</summary>
    public static string Kg(long grams) => Kg((double)Kilograms.FromGrams(grams));

    public static string Kg(double kg) => kg is > 0 and < 0.05 ? "less than 0.1 kg" : Invariant($"{Figures(kg)} kg");

    /// <summary>What something is worth, in kg of ordinary food.</summary>
    public static string Worth(double value) => value < 0.1 ? Invariant($"{value:0.00}") : Figures(value);

    /// <summary>Whether a value is worth a word.</summary>
    public static bool IsNoticeable(double value) => value >= Noticeable;

    public static string Count(int count, string one, string several) => count == 1 ? $"one {one}" : Invariant($"{count} {several}");

    /// <summary>A donation as people tell it from others, e.g. "Bread from Ralphs".</summary>
    public static string FoodOf(string title, string donor) => title.Length == 0 ? "another donation" : donor.Length == 0 ? title : $"{title} from {donor}";

    public static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Figures(double value) => Math.Abs(value) < 9.95 ? Invariant($"{value:0.#}") : Invariant($"{value:#,0}");
}
