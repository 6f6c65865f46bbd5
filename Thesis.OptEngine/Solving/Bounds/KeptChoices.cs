namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>The choices of one evaluation and what they were proven to be worth, kept while later evaluations go on.</summary>
internal sealed class KeptChoices(int ngos, int mostDeliveries)
{
    private readonly int[] _end = new int[ngos], _arcs = new int[mostDeliveries];
    private readonly double[] _grams = new double[mostDeliveries];

    /// <summary>Proven value of each NGO's choice.</summary>
    public double[] Value { get; } = new double[ngos];

    /// <summary>Keeps what is chosen now.</summary>
    public void Take(ChosenDeliveries chosen, ReadOnlySpan<double> value)
    {
        value.CopyTo(Value);
        int next = 0;
        for (int n = 0; n < _end.Length; n++)
        {
            foreach (int a in chosen.Of(n))
            {
                (_arcs[next], _grams[next]) = (a, chosen.Grams[a]);
                next++;
            }

            _end[n] = next;
        }
    }

    /// <summary>Arcs an NGO chose, ascending.</summary>
    public ReadOnlySpan<int> Arcs(int ngo) => _arcs.AsSpan(Start(ngo).._end[ngo]);

    /// <summary>Grams of each of them.</summary>
    public ReadOnlySpan<double> Grams(int ngo) => _grams.AsSpan(Start(ngo).._end[ngo]);

    private int Start(int ngo) => ngo == 0 ? 0 : _end[ngo - 1];
}
