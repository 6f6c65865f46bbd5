using Thesis.Contracts.Allocation.V1;

namespace Thesis.OptEngine.Strategies;

/// <summary>A named, versioned set of weights. Requests that bring none name one of these.</summary>
/// <param name="Name">Name and version, e.g. <c>balanced-1</c>; what a name means never changes.</param>
/// <param name="Weights">The terms of a kg's value and of a trip's cost.</param>
public sealed record Strategy(string Name, Weights Weights)
{
    /// <summary>Weighs need, taste, spoilage and distance alike; what a request without a strategy gets.</summary>
    public static Strategy Balanced { get; } = new("balanced-1", new Weights
    {
        Priority = 0.5,
        Preferred = 1.25,
        NotPreferred = 0.8,
        Urgency = 0.5,
        CostPerKm = 0.4,
        Fairness = 0.3,
    });

    /// <summary>Need first: far and lately neglected NGOs of high priority are served before near ones.</summary>
    public static Strategy Equity { get; } = new("equity-1", new Weights
    {
        Priority = 2,
        Preferred = 1.1,
        NotPreferred = 0.95,
        Urgency = 0.3,
        CostPerKm = 0.1,
        Fairness = 0.8,
    });

    /// <summary>The built-in strategies.</summary>
    public static IReadOnlyList<Strategy> BuiltIn { get; } = [Balanced, Equity];

    /// <summary>The built-in strategy of a name, empty for the default one; null if there is none.</summary>
    public static Strategy? Find(string name) =>
        name == "" ? Balanced : BuiltIn.FirstOrDefault(s => s.Name == name);
}
