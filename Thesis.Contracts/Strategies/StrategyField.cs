namespace Thesis.Contracts.Strategies;

/// <summary>A number that a strategy sets.</summary>
/// <param name="Path">Where it stands in the document, e.g. <c>weights.priority</c>.</param>
/// <param name="Least">Least value.</param>
/// <param name="Most">Greatest value.</param>
/// <param name="Otherwise">Value of a document that does not name it.</param>
/// <param name="Kind">What its JSON looks like.</param>
public sealed record StrategyField(string Path, double Least, double Most, double Otherwise, StrategyFieldKind Kind = StrategyFieldKind.Number)
{
    /// <summary>Wall-clock limit of a solve where neither request nor strategy names one, ms.</summary>
    public const int UsualTimeLimitMs = 20_000;

    /// <summary>Every number of a strategy, in the order in which documents are written.</summary>
    public static IReadOnlyList<StrategyField> All { get; } =
    [
        new("weights.priority", 0, 1000, 0.5),
        new("weights.preferred", 0, 1000, 1.25),
        new("weights.notPreferred", 0, 1000, 0.8),
        new("weights.urgency", 0, 1000, 0.5),
        new("weights.urgencyHours", 0.1, 8760, 48),
        new("weights.costPerKm", 0, 1000, 0.4),
        new("weights.fairness", 0, 1, 0.3),
        new("lots.minimumKg", 0.001, 50_000, 5),
        new("lots.maximumSources", 0, 1_000_000, 0, StrategyFieldKind.Whole),
        new("travel.maximumKm", 0.1, 20_000, 60),
        new("travel.speedKmh", 1, 1000, 40),
        new("travel.handlingMinutes", 0.1, 10_000, 15),
        new("travel.marginMinutes", 0, 10_000, 0),
        new("travel.roadFactor", 1, 10, 1.3),
        new("travel.candidates", 1, 10_000, 40, StrategyFieldKind.Whole),
        new("travel.openingHours", 0, 1, 1, StrategyFieldKind.Boolean),
        new("recency.windowDays", 0, 365, 7, StrategyFieldKind.Whole),
        new("recency.halfLifeDays", 0, 365, 0),
        new("stability.churnPenalty", 0, 1000, 0),
        new("limits.work", 0, 10_000_000, 0, StrategyFieldKind.Whole),
        new("limits.timeMs", 10, 600_000, UsualTimeLimitMs, StrategyFieldKind.Whole),
        new("limits.gap", 0, 1, 0.005),
        new("limits.priority", 0, 9, 5, StrategyFieldKind.Whole),
    ];

    internal static IReadOnlyDictionary<string, StrategyField> ByPath { get; } = All.ToDictionary(field => field.Path, StringComparer.Ordinal);

    internal string Range => Kind == StrategyFieldKind.Boolean
        ? "must be true or false."
        : FormattableString.Invariant($"must be a {(Kind == StrategyFieldKind.Whole ? "whole number" : "number")} from {Least} to {Most}.");
}

/// <summary>What a strategy's number looks like in JSON.</summary>
public enum StrategyFieldKind
{
    Number,
    Whole,
    Boolean,
}
