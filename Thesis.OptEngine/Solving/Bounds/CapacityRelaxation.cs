using System.Numerics;
using System.Runtime.InteropServices;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>
/// The Lagrangian relaxation of capacities, of what is taken of storage classes, and of slots. At prices μ per gram and σ per
/// delivery of each NGO (<see cref="RoomPrices"/>), every donation stands alone: it fills its arcs in the order of w − μ − (f + σ)/u, the most an arc can earn per gram.
/// That is exact for arcs that can carry the whole donation and an upper bound for the others, and the best prices
/// give the value of the linear relaxation. One evaluation is linear in the arcs.
/// </summary>
internal sealed class CapacityRelaxation
{
    /// <summary>Reference nanoseconds an arc costs per evaluation.</summary>
    public const double NanosecondsPerArc = 3.2;

    private readonly AllocationProblem _problem;
    private const int Chunks = 16;

    private readonly bool[] _carriesAll;
    private readonly WorkCrew _crew;
    private readonly double[] _mu, _sigma, _total = new double[Chunks]; // μ by NGO and storage class
    private readonly int _classes; // 1 where none are told apart
    private readonly double[][] _load = new double[Chunks][], _deliveries = new double[Chunks][];

    /// <param name="problem">The problem.</param>
    /// <param name="crew">Threads that evaluate it.</param>
    public CapacityRelaxation(AllocationProblem problem, WorkCrew crew)
    {
        (_problem, _crew) = (problem, crew);
        _classes = Math.Max(1, problem.ClassCount);
        (_mu, _sigma) = (new double[problem.NgoCount * _classes], new double[problem.NgoCount]);
        for (int i = 0; i < Chunks; i++)
        {
            (_load[i], _deliveries[i]) = (new double[_mu.Length], new double[problem.NgoCount]);
        }

        _carriesAll = new bool[problem.DonationCount];
        for (int d = 0; d < problem.DonationCount; d++)
        {
            var uppers = problem.ArcUpper[problem.DonationStart[d]..problem.DonationStart[d + 1]];
            _carriesAll[d] = uppers.IndexOfAnyExcept(problem.Supply[d]) < 0;
        }
    }

    /// <summary>Upper bound at the given prices, with a subgradient: what is left there of what they are paid for.</summary>
    public double Evaluate(ReadOnlySpan<double> prices, Span<double> subgradient)
    {
        Take(prices);
        _crew.Run(Chunks, EvaluateChunk);

        // The chunks and the order in which they are added up are the same on any number of threads.
        var (load, deliveries) = (new double[_mu.Length], new double[_sigma.Length]);
        double total = 0;
        for (int i = 0; i < Chunks; i++)
        {
            total += _total[i];
            Add(_load[i], load);
            Add(_deliveries[i], deliveries);
        }

        int ngos = _problem.NgoCount;
        for (int n = 0; n < ngos; n++)
        {
            total += prices[n] * _problem.Capacity[n] + prices[ngos + n] * _problem.Slots[n];
            double taken = 0;
            foreach (double grams in load.AsSpan(n * _classes, _classes))
            {
                taken += grams;
            }

            (subgradient[n], subgradient[ngos + n]) = (_problem.Capacity[n] - taken, _problem.Slots[n] - deliveries[n]);
        }

        for (int i = 0; i < _problem.ClassLimits.Length; i++)
        {
            total += prices[2 * ngos + i] * _problem.ClassLimits[i];
            subgradient[2 * ngos + i] = _problem.ClassLimits[i] - load[i];
        }

        return total;
    }

    private void Take(ReadOnlySpan<double> prices)
    {
        int ngos = _problem.NgoCount;
        prices.Slice(ngos, ngos).CopyTo(_sigma);
        prices[..(_problem.ClassCount == 0 ? ngos : 0)].CopyTo(_mu);
        for (int i = 0; i < _problem.ClassLimits.Length; i++)
        {
            _mu[i] = prices[i / _classes] + prices[2 * ngos + i];
        }
    }

    /// <summary>Adds one list of numbers to another. Several at a time, which rounds each as one at a time would.</summary>
    private static void Add(ReadOnlySpan<double> more, Span<double> sum)
    {
        int whole = sum.Length - sum.Length % Vector<double>.Count;
        var terms = MemoryMarshal.Cast<double, Vector<double>>(more[..whole]);
        var sums = MemoryMarshal.Cast<double, Vector<double>>(sum[..whole]);
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += terms[i];
        }

        for (int n = whole; n < sum.Length; n++)
        {
            sum[n] += more[n];
        }
    }

    private int FirstOf(int chunk) => (int)((long)_problem.DonationCount * chunk / Chunks);

    private void EvaluateChunk(int worker, int chunk)
    {
        var (load, deliveries) = (_load[chunk], _deliveries[chunk]);
        Array.Clear(load);
        Array.Clear(deliveries);
        double total = 0;
        for (int d = FirstOf(chunk); d < FirstOf(chunk + 1); d++)
        {
            total += _carriesAll[d]
                ? BestArc(d, load, deliveries)
                : Fill(d, load, deliveries);
        }

        _total[chunk] = total;
    }

    /// <summary>The price of each donation's last gram at the given prices of the NGOs.</summary>
    public double[] SupplyPrices(ReadOnlySpan<double> prices)
    {
        Take(prices);
        var lambda = new double[_problem.DonationCount];
        _crew.Run(Chunks, (_, chunk) =>
        {
            for (int d = FirstOf(chunk); d < FirstOf(chunk + 1); d++)
            {
                lambda[d] = SupplyPrice(d);
            }
        });
        return lambda;
    }

    private int ClassOf(int donation) => _problem.ClassCount == 0 ? 0 : _problem.DonationClass[donation];

    private double BestArc(int donation, Span<double> load, Span<double> deliveries)
    {
        int type = ClassOf(donation);
        double grams = _problem.Supply[donation], best = 0;
        int start = _problem.DonationStart[donation], chosen = -1;
        var ngos = _problem.ArcNgo[start.._problem.DonationStart[donation + 1]];
        var values = _problem.ArcValue.Slice(start, ngos.Length);
        var costs = _problem.ArcCost.Slice(start, ngos.Length);
        for (int i = 0; i < ngos.Length; i++)
        {
            int n = ngos[i];
            double profit = (values[i] * 0.001 - _mu[n * _classes + type]) * grams - costs[i] - _sigma[n];
            if (profit > best)
            {
                (best, chosen) = (profit, n);
            }
        }

        if (chosen >= 0)
        {
            load[chosen * _classes + type] += grams;
            deliveries[chosen]++;
        }

        return best;
    }

    private double Fill(int donation, Span<double> load, Span<double> deliveries)
    {
        int type = ClassOf(donation);
        double left = _problem.Supply[donation], total = 0, ceiling = double.PositiveInfinity;
        int lastArc = -1;
        while (left > 0 && NextBest(donation, ceiling, lastArc, out double rate) is >= 0 and var arc)
        {
            double grams = Math.Min(left, _problem.ArcUpper[arc]);
            total += grams * rate;
            left -= grams;
            load[_problem.ArcNgo[arc] * _classes + type] += grams;
            deliveries[_problem.ArcNgo[arc]] += grams / _problem.ArcUpper[arc];
            (ceiling, lastArc) = (rate, arc);
        }

        return total;
    }

    /// <summary>The price of a donation's last gram at the prices last given.</summary>
    private double SupplyPrice(int donation)
    {
        double left = _problem.Supply[donation], ceiling = double.PositiveInfinity;
        int lastArc = -1;
        while (NextBest(donation, ceiling, lastArc, out double rate) is >= 0 and var arc)
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
    private int NextBest(int donation, double ceiling, int lastArc, out double rate)
    {
        int chosen = -1, type = ClassOf(donation);
        rate = 0;
        for (int a = _problem.DonationStart[donation]; a < _problem.DonationStart[donation + 1]; a++)
        {
            int n = _problem.ArcNgo[a];
            double r = _problem.ArcValue[a] * 0.001 - _mu[n * _classes + type] - (_problem.ArcCost[a] + _sigma[n]) / _problem.ArcUpper[a];
            if (r > rate && (r < ceiling || (r == ceiling && a > lastArc)))
            {
                (rate, chosen) = (r, a);
            }
        }

        return chosen;
    }
}
