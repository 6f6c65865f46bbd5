namespace Thesis.OptEngine.Requests;

/// <summary>
/// What one more kg of an NGO's capacity would add to a plan: by one change of a delivery, or by kg that move along the
/// plan's deliveries as along the residual network of a flow: A takes of a donation what B had, B of another what is left.
/// </summary>
internal sealed class MarginalRoom
{
    private const long Kg = 1000;

    /// <summary>Deliveries that a kg may move along; longer ways are rare and gain little.</summary>
    private const int MostSteps = 4;

    private readonly PlanBalance _balance;
    private readonly PlanChanges _changes;
    private readonly double[] _ofRoom, _ofFood;

    public MarginalRoom(PlanBalance balance, PlanChanges changes)
    {
        (_balance, _changes) = (balance, changes);
        _ofRoom = new double[balance.Problem.NgoCount];
        _ofFood = new double[balance.Problem.DonationCount];
        for (int step = 0; step < MostSteps; step++)
        {
            PriceFood();
            PriceRoom();
        }
    }

    /// <summary>Value of one more kg of capacity.</summary>
    public double Of(int ngo)
    {
        double best = _balance.Room(ngo) < Kg ? _ofRoom[ngo] : 0; // Where there is room, more is of no use for that.
        foreach (int arc in _balance.Problem.NgoArcs[_balance.Problem.NgoStart[ngo].._balance.Problem.NgoStart[ngo + 1]])
        {
            best = Math.Max(best, _changes.WithRoom(arc, Kg).Gain - Math.Max(0, _changes.Now(arc).Gain));
        }

        return best;
    }

    /// <summary>What it costs to have a kg more of each donation: nothing of what is left, else what a receiver loses.</summary>
    private void PriceFood()
    {
        for (int d = 0; d < _ofFood.Length; d++)
        {
            _ofFood[d] = _balance.Rest(d) >= Kg ? 0 : double.NegativeInfinity;
        }

        foreach (int arc in _balance.UsedArcs)
        {
            int d = _balance.Problem.ArcDonation[arc];
            if (_balance.Grams(arc) - Kg >= _balance.Problem.MinLot[d])
            {
                _ofFood[d] = Math.Max(_ofFood[d], _ofRoom[_balance.Problem.ArcNgo[arc]] - _balance.Problem.ArcValue[arc]);
            }
        }
    }

    private void PriceRoom()
    {
        foreach (int arc in _balance.UsedArcs)
        {
            int d = _balance.Problem.ArcDonation[arc], n = _balance.Problem.ArcNgo[arc];
            if (_balance.ClassRoom(n, d) >= Kg)
            {
                _ofRoom[n] = Math.Max(_ofRoom[n], _balance.Problem.ArcValue[arc] + _ofFood[d]);
            }
        }
    }
}
