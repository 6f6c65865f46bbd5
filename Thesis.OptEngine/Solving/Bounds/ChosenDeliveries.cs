using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>
/// What the NGOs of a <see cref="LevelRelaxation"/> choose, by arc and listed by NGO, so that a choice is replaced in time
/// that follows its deliveries, not the NGO's arcs. Different NGOs may be changed by several threads at once.
/// </summary>
internal sealed class ChosenDeliveries
{
    private readonly AllocationProblem _problem;
    private readonly DonationScale _scale;
    private readonly int[] _start, _count, _arcs;

    public ChosenDeliveries(AllocationProblem problem, DonationScale scale)
    {
        (_problem, _scale) = (problem, scale);
        (Grams, Asked) = (new double[problem.ArcCount], new byte[problem.ArcCount]);
        (_start, _count) = (new int[problem.NgoCount + 1], new int[problem.NgoCount]);
        for (int n = 0; n < _count.Length; n++)
        {
            _start[n + 1] = _start[n] + Math.Min(problem.Slots[n], problem.NgoStart[n + 1] - problem.NgoStart[n]);
        }

        _arcs = new int[_start[^1]];
    }

    /// <summary>Grams chosen, by arc.</summary>
    public double[] Grams { get; }

    /// <summary>Steps of its scale that a choice reaches, by arc.</summary>
    public byte[] Asked { get; }

    /// <summary>Arcs that an NGO chose, in the order they were added.</summary>
    public ReadOnlySpan<int> Of(int ngo) => _arcs.AsSpan(_start[ngo], _count[ngo]);

    public void Clear(int ngo)
    {
        foreach (int a in Of(ngo))
        {
            (Grams[a], Asked[a]) = (0, 0);
        }

        _count[ngo] = 0;
    }

    public void Add(int ngo, int arc, double grams)
    {
        _arcs[_start[ngo] + _count[ngo]++] = arc;
        (Grams[arc], Asked[arc]) = (grams, (byte)_scale.Reached(_problem.ArcDonation[arc], grams));
    }
}
