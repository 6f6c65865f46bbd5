using System.Text.Json.Serialization;

namespace Thesis.Rescue.Report;

/// <summary>One measured figure, in the form that every report of the product has.</summary>
/// <param name="Target">What it should be at most (or at least); null when it only informs.</param>
/// <param name="Better">"lower" or "higher"; null when it only informs.</param>
internal sealed record Figure(
    [property: JsonPropertyName("figure")] string Name,
    double Value,
    string Unit,
    double? Target = null,
    string? Better = null)
{
    public bool Holds => Target is not { } target || (Better == "higher" ? Value >= target : Value <= target);

    public static Figure Info(string name, double value, string unit) => new(name, value, unit);

    public static Figure AtMost(string name, double value, string unit, double target) => new(name, value, unit, target, "lower");

    public static Figure Check(string name, bool holds) => new(name, holds ? 1 : 0, "bool", 1, "higher");
}
