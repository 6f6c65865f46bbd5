using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>
/// The Lagrangian relaxation of capacities and slots. At prices μ per gram and σ per delivery of each NGO, every
/// donation stands alone: it fills its arcs in the order of w − μ − (f + σ)/u, the most an arc can earn per gram.
/// That is exact for arcs that can carry the whole donation and an upper bound for the others, and the best prices
/// give the value of the linear relaxation. One evaluation is linear in the arcs.
/// </summary>
internal sealed class CapacityRelaxation
{
    /// <summary>Reference nanoseconds an arc costs per evaluation.</summary>
    public const double NanosecondsPerArc = 3.2;

    private readonly AllocationProblem _problem;
    private readonly bool[] _carriesAll;

    public CapacityRelaxation(AllocationProblem problem)
    {
        _problem = problem;
        _carriesAll = new bool[problem.DonationCount];
        for (int d = 0; d < problem.DonationCount; d++)
        {
            var uppers = problem.ArcUpper[problem.DonationStart[d]..problem.DonationStart[d + 1]];
            _carriesAll[d] = uppers.IndexOfAnyExcept(problem.Supply[d]) < 0;
        }
    }

    /// <summary>Upper bound at the given prices, with the grams and deliveries its solution brings to each NGO.</summary>
    public double Evaluate(ReadOnlySpan<double> mu, ReadOnlySpan<double> sigma, Span<double> load, Span<double> deliveries)
    {
        load.Clear();
        deliveries.Clear();
        double total = 0;
        for (int n = 0; n < _problem.NgoCount; n++)
        {
            total += mu[n] * _problem.Capacity[n] + sigma[n] * _problem.Slots[n];
        }

        for (int d = 0; d < _problem.DonationCount; d++)
        {
            total += _carriesAll[d]
                ? BestArc(d, mu, sigma, load, deliveries)
                : Fill(d, mu, sigma, load, deliveries);
        }

        return total;
    }

    /// <summary>The price of a donation's last gram at the given prices of the NGOs.</summary>
    public void SupplyPrices(ReadOnlySpan<double> mu, ReadOnlySpan<double> sigma, Span<double> lambda)
    {
        for (int d = 0; d < _problem.DonationCount; d++)
        {
            lambda[d] = MarginalPrice(d, mu, sigma);
        }
    }

    private double BestArc(
        int donation, ReadOnlySpan<double> mu, ReadOnlySpan<double> sigma, Span<double> load, Span<double> deliveries)
    {
        double grams = _problem.Supply[donation], best = 0;
        int start = _problem.DonationStart[donation], chosen = -1;
        var ngos = _problem.ArcNgo[start.._problem.DonationStart[donation + 1]];
        var values = _problem.ArcValue.Slice(start, ngos.Length);
        var costs = _problem.ArcCost.Slice(start, ngos.Length);
        for (int i = 0; i < ngos.Length; i++)
        {
            int n = ngos[i];
            double profit = (values[i] * 0.001 - mu[n]) * grams - costs[i] - sigma[n];
            if (profit > best)
            {
                (best, chosen) = (profit, n);
            }
        }

        if (chosen >= 0)
        {
            load[chosen] += grams;
            deliveries[chosen]++;
        }

        return best;
    }

    private double Fill(
        int donation, ReadOnlySpan<double> mu, ReadOnlySpan<double> sigma, Span<double> load, Span<double> deliveries)
    {
        double left = _problem.Supply[donation], total = 0, ceiling = double.PositiveInfinity;
        int lastArc = -1;
        while (left > 0 && NextBest(donation, mu, sigma, ceiling, lastArc, out double rate) is >= 0 and var arc)
        {
            double grams = Math.Min(left, _problem.ArcUpper[arc]);
            total += grams * rate;
            left -= grams;
            load[_problem.ArcNgo[arc]] += grams;
            deliveries[_problem.ArcNgo[arc]] += grams / _problem.ArcUpper[arc];
            (ceiling, lastArc) = (rate, arc);
        }

        return total;
    }

    private double MarginalPrice(int donation, ReadOnlySpan<double> mu, ReadOnlySpan<double> sigma)
    {
        double left = _problem.Supply[donation], ceiling = double.PositiveInfinity;
        int lastArc = -1;
        while (NextBest(donation, mu, sigma, ceiling, lastArc, out double rate) is >= 0 and var arc)
        {
            left -= _problem.ArcUpper[arc];
            (ceiling, lastArc) = (rate, arc);
            if (left <= 0)
            {
                return rate;
            }
        }

        return 0;
    }

    /// <summary>The arc with the highest positive rate after (ceiling, lastArc) in the order of falling rate, rising number.</summary>
    private int NextBest(
        int donation, ReadOnlySpan<double> mu, ReadOnlySpan<double> sigma, double ceiling, int lastArc, out double rate)
    {
        int chosen = -1;
        rate = 0;
        for (int a = _problem.DonationStart[donation]; a < _problem.DonationStart[donation + 1]; a++)
        {
            int n = _problem.ArcNgo[a];
            double r = _problem.ArcValue[a] * 0.001 - mu[n] - (_problem.ArcCost[a] + sigma[n]) / _problem.ArcUpper[a];
            if (r > rate && (r < ceiling || (r == ceiling && a > lastArc)))
            {
                (rate, chosen) = (r, a);
            }
        }

        return chosen;
    }
}
