using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>
/// The steps on which deliveries of a donation are told apart. Step 0 is reached by every delivery; a later one by
/// deliveries of more than a given part of the supply, counted in <see cref="Units"/> equal parts. Deliveries can be
/// made side by side only if the units of the steps they reach add up to less than <see cref="Units"/>, because each
/// is larger than its units. The smallest delivery counts too: a delivery that leaves less than it stands alone.
/// </summary>
internal sealed class DonationScale
{
    private readonly int[] _start, _units;
    private readonly long[] _grams;

    /// <param name="problem">The problem.</param>
    /// <param name="units">Parts that a supply is counted in: the more, the tighter the bound and the slower.</param>
    public DonationScale(AllocationProblem problem, int units)
    {
        Units = units;
        _start = new int[problem.DonationCount + 1];
        var stepUnits = new List<int>();
        var grams = new List<long>();
        for (int d = 0; d < problem.DonationCount; d++)
        {
            AddSteps(problem.Supply[d], problem.MinLot[d], units, stepUnits, grams);
            _start[d + 1] = stepUnits.Count;
        }

        (_units, _grams) = ([.. stepUnits], [.. grams]);
    }

    /// <summary>Parts that a supply is counted in, and so the most steps of a donation.</summary>
    public int Units { get; }

    /// <summary>Units that each step of a donation takes up, least first.</summary>
    public ReadOnlySpan<int> UnitsOf(int donation) => _units.AsSpan(_start[donation], _start[donation + 1] - _start[donation]);

    /// <summary>Fewest grams that reach each step of a donation, least first.</summary>
    public ReadOnlySpan<long> GramsOf(int donation) => _grams.AsSpan(_start[donation], _start[donation + 1] - _start[donation]);

    /// <summary>Steps that a delivery of so many grams reaches.</summary>
    public int Reached(int donation, double grams)
    {
        var edges = GramsOf(donation);
        int steps = 0;
        while (steps < edges.Length && grams >= edges[steps])
        {
            steps++;
        }

        return steps;
    }

    private static void AddSteps(long supply, long minLot, int units, List<int> stepUnits, List<long> grams)
    {
        if (supply < minLot)
        {
            return;
        }

        // A delivery is at least the smallest one, which is more than this many units.
        int least = (int)((units * minLot - 1) / supply);
        stepUnits.Add(least);
        grams.Add(minLot);
        for (int step = Math.Max(2, least + 1); step <= units - Math.Max(1, least); step++)
        {
            long edge = supply / units * step + supply % units * step / units + 1;
            if (step < units && edge > grams[^1] && edge <= supply)
            {
                stepUnits.Add(step);
                grams.Add(edge);
            }
        }
    }
}
