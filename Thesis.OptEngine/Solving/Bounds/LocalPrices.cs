namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>Betters the prices of a few donations while all others stand, for a bound that a small change has moved.</summary>
internal sealed class LocalPrices
{
    private static readonly VolumePace Pace = VolumePace.Near with { Reds = 2 };
    private readonly LevelRelaxation _relaxation;
    private readonly VolumeMethod _method;
    private readonly int[] _places;

    /// <param name="relaxation">The relaxation, as the last evaluation left it.</param>
    /// <param name="donations">The donations.</param>
    /// <param name="prices">All prices of the last evaluation.</param>
    /// <param name="supplyScale">Units in which prices per gram are measured; those of steps are in units of 1.</param>
    /// <param name="bound">The last evaluation's bound.</param>
    /// <param name="interrupted">Asked on any thread; true stops an evaluation.</param>
    public LocalPrices(
        LevelRelaxation relaxation, int[] donations, double[] prices, double[] supplyScale, double bound, Func<bool> interrupted)
    {
        _relaxation = relaxation;
        int[] places = _places = relaxation.PlacesOf(donations);
        var subgradient = new double[places.Length];
        relaxation.Subgradient(places, subgradient);
        _method = new VolumeMethod(
            (p, g) => relaxation.EvaluateNear(donations, places, p, g, interrupted),
            Array.ConvertAll(places, at => prices[at]),
            Array.ConvertAll(places, at => at < supplyScale.Length ? supplyScale[at] : 1),
            Pace,
            (bound, subgradient));
    }

    /// <summary>The best bound so far.</summary>
    public double Bound => _method.Best;

    /// <summary>One evaluation towards a bound; returns whether there is a better one.</summary>
    public bool Iterate(double target)
    {
        double best = _method.Best;
        _method.Iterate(target);
        if (_method.Best < best)
        {
            _relaxation.Keep();
        }

        return _method.Best < best;
    }

    /// <summary>Writes the best prices to their places among all.</summary>
    public void CopyTo(double[] prices)
    {
        for (int i = 0; i < _places.Length; i++)
        {
            prices[_places[i]] = _method.Prices[i];
        }
    }
}
