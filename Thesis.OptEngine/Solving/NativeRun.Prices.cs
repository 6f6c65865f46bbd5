using Thesis.OptEngine.Solving.Bounds;

namespace Thesis.OptEngine.Solving;

/// <content>Prices: of capacity and slots first, then of supply and steps.</content>
internal sealed partial class NativeRun
{
    private const int CapacityIterations = 800, WarmIterations = 4;
    private const double CapacityShare = 0.35;

    /// <summary>Starts from the prices of an earlier solve, where they fit the problem.</summary>
    private void TakeOverPrices()
    {
        int ngos = _problem.NgoCount;
        if (_options.WarmStart?.Duals is not { } duals)
        {
            return;
        }

        if (duals.Supply.Length != _problem.DonationCount || duals.Capacity.Length != ngos || duals.Slot.Length != ngos)
        {
            throw new ArgumentException(
                "WarmStart.Duals must have a price for each donation and each NGO of the problem: map them first, with NaN for the new ones.");
        }

        for (int n = 0; n < ngos; n++)
        {
            _prices[n] = duals.Capacity[n] > 0 ? duals.Capacity[n] / 1000 : 0;
            _prices[ngos + n] = duals.Slot[n] > 0 ? duals.Slot[n] : 0;
        }

        _warm = true;
    }

    private void PriceCapacity()
    {
        int ngos = _problem.NgoCount;
        var relaxation = new CapacityRelaxation(_problem, _crew);
        double mean = MeanSupply();
        var scale = new double[_prices.Length];
        scale.AsSpan().Fill(1 / mean);
        scale.AsSpan(ngos, ngos).Fill(1);
        long cost = (long)(CapacityRelaxation.NanosecondsPerArc * _problem.ArcCount + 20 * (_problem.DonationCount + _prices.Length));

        // Without prices nothing is known at all, so the first evaluation happens whatever the limits.
        var method = new VolumeMethod(relaxation.Evaluate, _prices, scale, _warm ? 0.1 : 1);
        int iterations = !_warm ? CapacityIterations : _options.WarmStart?.Duals?.Steps is null ? WarmIterations : 0;
        for (int i = 0; i < iterations && _meter.Spend(cost) && _meter.Spent < CapacityShare; i++)
        {
            method.Iterate(0.995 * method.Best);
        }

        method.Prices.CopyTo(_prices);
        PriceDonations(relaxation.SupplyPrices(_prices));
        Improve(method.Best);
    }

    /// <summary>Prices each donation as it was, or by the price of its last gram where it is new.</summary>
    private void PriceDonations(double[] lastGrams)
    {
        lastGrams.CopyTo(_supplyPrices, 0);
        if (_options.WarmStart?.Duals is not { } duals)
        {
            return;
        }

        double[]? exact = duals.Steps?.Supply.Length == _supplyPrices.Length ? duals.Steps.Supply : null;
        for (int d = 0; d < _supplyPrices.Length; d++)
        {
            double earlier = exact?[d] ?? duals.Supply[d] / 1000;
            _supplyPrices[d] = double.IsNaN(earlier) ? lastGrams[d] : Math.Max(0, earlier);
        }
    }

    /// <summary>Tightens the bound from both sides over a part of the work that is left, by one evaluation at least the
    /// first time; null if there was no work left to begin.</summary>
    private LevelBound? PriceSupply(double share)
    {
        if (!_meter.Continue() || IsOptimal || MeetsTarget)
        {
            return null;
        }

        double end = _meter.Spent + share * (1 - _meter.Spent);
        var bound = _level ??= new LevelBound(
            _problem, _crew, _supplyPrices, () => _meter.Interrupted() is not null, _options.WarmStart?.Duals?.Steps);
        bool running = Charge(bound);
        Improve(bound.Bound);
        while (running && _meter.Spent < end && !IsOptimal && !MeetsTarget && !bound.IsAtRest)
        {
            bound.Iterate(_value);
            running = Charge(bound);
            Improve(bound.Bound);
        }

        if (double.IsFinite(bound.Bound))
        {
            bound.SupplyPrices.CopyTo(_supplyPrices);
        }

        return double.IsFinite(bound.Bound) ? bound : null;
    }

    /// <summary>Charges what the bound has worked since the last time, and says whether to go on.</summary>
    private bool Charge(LevelBound bound)
    {
        long operations = bound.Operations - _charged;
        _charged = bound.Operations;
        return _meter.Spend((long)(operations * NanosecondsPerOperation));
    }

    private double MeanSupply()
    {
        double total = 0;
        foreach (long grams in _problem.Supply)
        {
            total += grams;
        }

        return Math.Max(1, total / Math.Max(1, _problem.DonationCount));
    }
}
