namespace Thesis.Contracts.Strategies;

/// <summary>A strategy with its name and version, e.g. <c>balanced-2</c>; what a name means never changes.</summary>
public sealed record NamedStrategy(string Name, string About, StrategyDocument Document);

/// <summary>The strategies that every engine knows.</summary>
public static class BuiltInStrategies
{
    /// <summary>What a request to the engine without a strategy gets.</summary>
    public const string EngineDefault = "balanced-1";

    /// <summary>What a region without a strategy of its own gets.</summary>
    public const string RegionDefault = "balanced-1";

    public static IReadOnlyList<NamedStrategy> All { get; } =
    [
        Make("balanced-1", "Weighs need, taste, spoilage and distance alike. Opening hours are not heeded.", """
            {"lots": {"minimumKg": 0.001}, "travel": {"openingHours": false}}
            """),
        Make("equity-1", "Need first: far and lately neglected NGOs of high priority before near ones. Opening hours are not heeded.", """
            {"weights": {"priority": 2, "preferred": 1.1, "notPreferred": 0.95, "urgency": 0.3, "costPerKm": 0.1, "fairness": 0.8},
             "lots": {"minimumKg": 0.001}, "travel": {"openingHours": false}}
            """),
        Make("balanced-2", "Weighs need, taste, spoilage and distance alike, heeds opening hours, and keeps to the last plan unless a change pays.", """
            {"recency": {"windowDays": 14, "halfLifeDays": 4},
             "fairness": {"curve": [{"received": 0, "factor": 1.1}, {"received": 1, "factor": 1}, {"received": 3, "factor": 0.8}]},
             "stability": {"churnPenalty": 0.05}}
            """),
        Make("equity-2", "Need first: neglected NGOs of high priority are served from afar, in many small shares; heeds opening hours.", """
            {"weights": {"priority": 2, "preferred": 1.1, "notPreferred": 0.95, "urgency": 0.3, "costPerKm": 0.1},
             "travel": {"maximumKm": 90, "candidates": 60},
             "recency": {"windowDays": 28, "halfLifeDays": 7},
             "fairness": {"curve": [{"received": 0, "factor": 2}, {"received": 0.5, "factor": 1.3}, {"received": 1, "factor": 0.8}, {"received": 2, "factor": 0.3}]},
             "stability": {"churnPenalty": 0.02}}
            """),
    ];

    /// <summary>The built-in strategy of a name; null if there is none.</summary>
    public static NamedStrategy? Find(string name) => All.FirstOrDefault(strategy => strategy.Name == name);

    private static NamedStrategy Make(string name, string about, string json) => new(
        name,
        about,
        StrategyReader.Read(json, out var faults)
            ?? throw new InvalidOperationException($"The built-in strategy {name} is wrong: {faults[0].Path} {faults[0].Message}"));
}
