using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>
/// The Lagrangian relaxation of supply. At prices λ per gram of each donation, every NGO stands alone: it solves a
/// fixed-charge knapsack with a limit on the number of deliveries. Its bound is at least as tight as the linear
/// relaxation's, because the knapsacks are solved in whole deliveries.
/// </summary>
internal sealed class SupplyRelaxation
{
    private const int KnapsackNodes = 2000;
    private readonly AllocationProblem _problem;
    private readonly int[] _donation, _items; // _donation by position in NgoArcs
    private readonly double[] _bestRate, _guess;
    private readonly FixedChargeKnapsack _knapsack;

    public SupplyRelaxation(AllocationProblem problem)
    {
        _problem = problem;
        (_donation, _bestRate) = (new int[problem.ArcCount], new double[problem.ArcCount]);
        int most = 0;
        for (int n = 0; n < problem.NgoCount; n++)
        {
            most = Math.Max(most, problem.NgoStart[n + 1] - problem.NgoStart[n]);
            for (int i = problem.NgoStart[n]; i < problem.NgoStart[n + 1]; i++)
            {
                int a = problem.NgoArcs[i];
                _donation[i] = problem.ArcDonation[a];
                _bestRate[i] = problem.ArcValue[a] * 0.001 - problem.ArcCost[a] / problem.ArcUpper[a];
            }
        }

        (_items, _guess, _knapsack) = (new int[most], new double[problem.NgoCount], new FixedChargeKnapsack(most, KnapsackNodes));
    }

    /// <summary>Elementary operations since the start, for the work meter.</summary>
    public long Operations { get; private set; }

    /// <summary>Upper bound at the given prices per gram; the subgradient is what the choices leave of each supply.
    /// Positive infinity, and no subgradient, when <paramref name="interrupted"/> says so.</summary>
    public double Evaluate(ReadOnlySpan<double> lambda, Span<double> subgradient, Func<bool> interrupted)
    {
        double total = 0;
        for (int d = 0; d < lambda.Length; d++)
        {
            subgradient[d] = _problem.Supply[d];
            total += lambda[d] * _problem.Supply[d];
        }

        for (int n = 0; n < _problem.NgoCount; n++)
        {
            total += Choose(n, lambda, subgradient);
            if ((n & 15) == 15 && interrupted())
            {
                return double.PositiveInfinity;
            }
        }

        return total;
    }

    private double Choose(int ngo, ReadOnlySpan<double> lambda, Span<double> subgradient)
    {
        _knapsack.Clear();
        for (int i = _problem.NgoStart[ngo]; i < _problem.NgoStart[ngo + 1]; i++)
        {
            int d = _donation[i];
            if (_bestRate[i] > lambda[d])
            {
                int a = _problem.NgoArcs[i];
                _items[_knapsack.Count] = d;
                _knapsack.Add(
                    _problem.ArcValue[a] * 0.001 - lambda[d], _problem.MinLot[d], _problem.ArcUpper[a], _problem.ArcCost[a]);
            }
        }

        double value = _knapsack.Solve(_problem.Capacity[ngo], _problem.Slots[ngo], _guess[ngo]);
        _guess[ngo] = _knapsack.CapacityPrice;
        Operations += _knapsack.Operations + _problem.NgoStart[ngo + 1] - _problem.NgoStart[ngo];
        var grams = _knapsack.Grams;
        for (int i = 0; i < grams.Length; i++)
        {
            subgradient[_items[i]] -= grams[i];
        }

        return value;
    }
}
