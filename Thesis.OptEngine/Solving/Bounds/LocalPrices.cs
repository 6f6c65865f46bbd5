namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>Betters the prices of a few donations while all others stand, for a bound that a small change has moved.</summary>
/// <param name="relaxation">The relaxation.</param>
/// <param name="donations">The donations.</param>
/// <param name="interrupted">Asked on any thread; true stops an evaluation.</param>
internal sealed class LocalPrices(LevelRelaxation relaxation, int[] donations, Func<bool> interrupted)
{
    private readonly int[] _places = relaxation.PlacesOf(donations);

    /// <summary>One step from prices that the relaxation stands at, of which no better bound is known. If there is one, they
    /// become those that give it; if not, the relaxation returns to them.</summary>
    /// <param name="prices">All prices.</param>
    /// <param name="supplyScale">Units in which prices per gram are measured; those of steps are in units of 1.</param>
    /// <param name="bound">The bound at the prices.</param>
    /// <param name="target">A bound that the step is measured by.</param>
    /// <returns>The better bound of the two.</returns>
    public double Step(double[] prices, double[] supplyScale, double bound, double target)
    {
        var subgradient = new double[_places.Length];
        relaxation.Subgradient(_places, subgradient);
        var method = new VolumeMethod(
            Evaluate,
            Array.ConvertAll(_places, at => prices[at]),
            Array.ConvertAll(_places, at => at < supplyScale.Length ? supplyScale[at] : 1),
            VolumePace.Near,
            (bound, subgradient));
        method.Iterate(target);
        if (method.Best < bound)
        {
            relaxation.Keep();
            for (int i = 0; i < _places.Length; i++)
            {
                prices[_places[i]] = method.Prices[i];
            }
        }
        else
        {
            Evaluate(method.Prices, subgradient);
        }

        return method.Best;
    }

    private double Evaluate(ReadOnlySpan<double> prices, Span<double> subgradient) =>
        relaxation.EvaluateNear(donations, _places, prices, subgradient, interrupted);
}
