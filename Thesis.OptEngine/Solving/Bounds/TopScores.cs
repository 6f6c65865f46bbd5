namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>The items of the highest positive scores, up to a number, kept in a heap whose root is the least of them.</summary>
internal sealed class TopScores(int most)
{
    private readonly double[] _scores = new double[most];
    private readonly int[] _items = new int[most];
    private int _most;

    /// <summary>Items kept, in no particular order but always the same for the same offers.</summary>
    public ReadOnlySpan<int> Items => _items.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>What an item must score more than to be kept.</summary>
    public double Bar { get; private set; }

    /// <summary>Forgets everything; keeps at most so many from now on.</summary>
    public void Clear(int keep)
    {
        (_most, Count) = (keep, 0);
        Bar = keep > 0 ? 0 : double.PositiveInfinity;
    }

    /// <summary>Keeps an item if it scores more than <see cref="Bar"/>, instead of the least if need be.</summary>
    public void Offer(double score, int item)
    {
        if (!(score > Bar))
        {
            return;
        }

        if (Count < _most)
        {
            Rise(Count++, score, item);
            Bar = Count == _most ? _scores[0] : 0;
        }
        else
        {
            Sink(score, item);
            Bar = _scores[0];
        }
    }

    private void Rise(int at, double score, int item)
    {
        while (at > 0 && _scores[(at - 1) >> 1] > score)
        {
            int parent = (at - 1) >> 1;
            (_scores[at], _items[at]) = (_scores[parent], _items[parent]);
            at = parent;
        }

        (_scores[at], _items[at]) = (score, item);
    }

    /// <summary>Puts an item in the root's place.</summary>
    private void Sink(double score, int item)
    {
        int at = 0;
        for (int child = 1; child < Count; child = 2 * at + 1)
        {
            child += child + 1 < Count && _scores[child + 1] < _scores[child] ? 1 : 0;
            if (_scores[child] >= score)
            {
                break;
            }

            (_scores[at], _items[at]) = (_scores[child], _items[child]);
            at = child;
        }

        (_scores[at], _items[at]) = (score, item);
    }
}
