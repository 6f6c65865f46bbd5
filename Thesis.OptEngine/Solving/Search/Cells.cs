namespace Thesis.OptEngine.Solving.Search;

/// <summary>
/// A division of the NGOs into cells of neighbours, and of the donations among the cells, for one round of search. NGOs
/// are neighbours when they are candidates for the same donations, so separate regions never share a cell's border.
/// Each round draws its cells anew: what lies on a border now is inside a cell later.
/// </summary>
internal sealed class Cells
{
    private const int MostNeighbours = 16;
    private readonly Candidates _candidates;
    private readonly Plan _plan;
    private readonly int[] _order, _queue, _neighbourStart, _neighbours;
    private readonly List<int> _start = [];

    /// <param name="candidates">The arcs searched.</param>
    /// <param name="plan">Says which NGO a donation now goes to: it joins that NGO's cell.</param>
    public Cells(Candidates candidates, Plan plan)
    {
        (_candidates, _plan) = (candidates, plan);
        int ngos = candidates.Problem.NgoCount;
        (OfNgo, OfDonation) = (new int[ngos], new int[candidates.Problem.DonationCount]);
        (_order, _queue) = (new int[ngos], new int[ngos]);
        for (int n = 0; n < ngos; n++)
        {
            _order[n] = n;
        }

        (_neighbourStart, _neighbours) = Neighbours();
    }

    public int Count => _start.Count - 1;

    /// <summary>Cell of each NGO and of each donation.</summary>
    public int[] OfNgo { get; }
    public int[] OfDonation { get; }

    public ReadOnlySpan<int> Ngos(int cell) => _queue.AsSpan(_start[cell], _start[cell + 1] - _start[cell]);

    /// <summary>Draws cells: each grows from an NGO over its neighbours until it is full; first from those given, then from
    /// random ones. Returns how many hold the ones given.</summary>
    /// <param name="random">The source of chance.</param>
    /// <param name="first">NGOs to begin with.</param>
    /// <param name="size">Most NGOs of a cell.</param>
    public int Draw(ref RandomSource random, IReadOnlyCollection<int> first, int size)
    {
        for (int i = _order.Length - 1; i > 0; i--)
        {
            int j = random.Below(i + 1);
            (_order[i], _order[j]) = (_order[j], _order[i]);
        }

        Array.Fill(OfNgo, -1);
        _start.Clear();
        int filled = 0;
        foreach (int seed in first)
        {
            if (OfNgo[seed] < 0)
            {
                filled = Grow(seed, filled, size);
            }
        }

        int about = _start.Count;
        foreach (int seed in _order)
        {
            if (OfNgo[seed] < 0)
            {
                filled = Grow(seed, filled, size);
            }
        }

        _start.Add(filled);
        for (int d = 0; d < OfDonation.Length; d++)
        {
            OfDonation[d] = Home(d, ref random);
        }

        return about;
    }

    private int Grow(int seed, int from, int size)
    {
        int cell = _start.Count, filled = from, limit = from + size;
        _start.Add(from);
        (_queue[filled++], OfNgo[seed]) = (seed, cell);
        for (int at = from; at < filled && filled < limit; at++)
        {
            int n = _queue[at];
            for (int i = _neighbourStart[n]; i < _neighbourStart[n + 1] && filled < limit; i++)
            {
                int next = _neighbours[i];
                if (OfNgo[next] < 0)
                {
                    (_queue[filled++], OfNgo[next]) = (next, cell);
                }
            }
        }

        return filled;
    }

    /// <summary>The cell of the NGO that receives most of a donation; of any candidate if nobody does; −1 without
    /// candidates.</summary>
    private int Home(int donation, ref RandomSource random)
    {
        int first = _candidates.Start(donation), end = _candidates.Start(donation + 1);
        if (first == end)
        {
            return -1;
        }

        int home = first + random.Below(end - first);
        double most = 0;
        for (int c = first; c < end; c++)
        {
            if (_plan.Grams[c] > most)
            {
                (most, home) = (_plan.Grams[c], c);
            }
        }

        return OfNgo[_candidates.Ngo[home]];
    }

    /// <summary>For each NGO those that share most donations with it, most first.</summary>
    private (int[] Start, int[] Of) Neighbours()
    {
        int ngos = OfNgo.Length;
        var start = new int[ngos + 1];
        var shared = new int[ngos];
        var (met, all) = (new List<int>(), new List<int>());
        for (int n = 0; n < ngos; n++)
        {
            foreach (int c in _candidates.OfNgo(n))
            {
                int d = _candidates.Donation[c];
                for (int o = _candidates.Start(d); o < _candidates.Start(d + 1); o++)
                {
                    int other = _candidates.Ngo[o];
                    if (other != n && shared[other]++ == 0)
                    {
                        met.Add(other);
                    }
                }
            }

            met.Sort((a, b) => shared[a] != shared[b] ? shared[b].CompareTo(shared[a]) : a.CompareTo(b));
            all.AddRange(met.Take(MostNeighbours));
            start[n + 1] = all.Count;
            met.ForEach(m => shared[m] = 0);
            met.Clear();
        }

        return (start, [.. all]);
    }
}
