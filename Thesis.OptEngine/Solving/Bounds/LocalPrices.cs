namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>Betters the prices of a few donations while all others stand, for a bound that a small change has moved.</summary>
/// <param name="relaxation">The relaxation.</param>
/// <param name="donations">The donations.</param>
/// <param name="supplyScale">Units in which prices per gram are measured; those of steps are in units of 1.</param>
/// <param name="interrupted">Asked on any thread; true stops an evaluation.</param>
internal sealed class LocalPrices(LevelRelaxation relaxation, int[] donations, double[] supplyScale, Func<bool> interrupted)
{
    // What an evaluation must gain of what is wanted, and how many in a row may fail to.
    private const double Gain = 0.01;
    private const int Patience = 2;
    private readonly int[] _places = relaxation.PlacesOf(donations);

    /// <summary>Steps from prices that the relaxation stands at, of which no better bound is known, until they gain nothing.
    /// If there is a better bound, they become those that give it; the relaxation then stands at them.</summary>
    /// <param name="prices">All prices.</param>
    /// <param name="bound">The bound at the prices.</param>
    /// <param name="target">A bound that the steps are measured by.</param>
    /// <param name="pace">How boldly to step.</param>
    /// <param name="most">Steps at most.</param>
    /// <returns>The better bound of the two.</returns>
    public double Better(double[] prices, double bound, double target, VolumePace pace, int most)
    {
        var subgradient = new double[_places.Length];
        relaxation.Subgradient(_places, subgradient);
        var method = new VolumeMethod(
            Evaluate,
            Array.ConvertAll(_places, at => prices[at]),
            Array.ConvertAll(_places, at => at < supplyScale.Length ? supplyScale[at] : 1),
            pace,
            (bound, subgradient));
        bool stands = true;
        for (int i = 0, failures = 0; i < most && failures < Patience; i++)
        {
            double before = method.Best;
            method.Iterate(target);
            stands = method.Best < before;
            if (stands)
            {
                relaxation.Keep();
            }

            failures = before - method.Best > Gain * (bound - target) ? 0 : failures + 1;
        }

        if (!stands)
        {
            Evaluate(method.Prices, subgradient);
        }

        if (method.Best < bound)
        {
            for (int i = 0; i < _places.Length; i++)
            {
                prices[_places[i]] = method.Prices[i];
            }
        }

        return method.Best;
    }

    private double Evaluate(ReadOnlySpan<double> prices, Span<double> subgradient) =>
        relaxation.EvaluateNear(donations, _places, prices, subgradient, interrupted);
}
