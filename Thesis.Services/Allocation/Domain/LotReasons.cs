namespace Thesis.Services.Allocation.Domain;

/// <summary>
/// Why an NGO got a lot, for those whom the lot concerns: what spoke for the NGO, then what kept the lot from being larger. No
/// weights and no prices, which would tell of others.
/// </summary>
public static class LotReasons
{
    /// <summary>A factor that is nearer to 1 decided nothing.</summary>
    private const double Telling = 1.02;

    /// <summary>Some of "preferred", "urgent", "fair" and "priority", then one of "donation", "capacity", "storage_capacity" and "plan".</summary>
    public static IEnumerable<string> Of(FittedLot lot)
    {
        var terms = lot.Explanation;
        (string Name, double Factor)[] factors =
        [
            ("preferred", terms.PreferenceFactor), ("urgent", terms.UrgencyFactor), ("fair", terms.FairnessFactor), ("priority", terms.PriorityFactor),
        ];
        return factors.Where(one => one.Factor > Telling).Select(one => one.Name).Append(lot.LimitedBy);
    }
}
