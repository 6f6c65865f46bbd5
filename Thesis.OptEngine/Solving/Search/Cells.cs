namespace Thesis.OptEngine.Solving.Search;

/// <summary>
/// A division of the NGOs into cells of neighbours, and of the donations among the cells, for one round of search. NGOs
/// are neighbours when they are candidates for the same donations, so separate regions never share a cell's border.
/// Each round draws its cells anew: what lies on a border now is inside a cell later.
/// </summary>
internal sealed class Cells
{
    private const int MostNeighbours = 16, NgoChunk = 32;
    private readonly Candidates _candidates;
    private readonly Plan _plan;
    private readonly int[] _order, _queue, _neighbours;
    private readonly sbyte[] _neighbourCount; // Unknown below 0.
    private readonly List<int> _start = [], _met;
    private readonly int[] _shared;
    private bool _allMet;

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

        (_neighbours, _neighbourCount) = (new int[ngos * MostNeighbours], new sbyte[ngos]);
        Array.Fill(_neighbourCount, (sbyte)-1);
        (_shared, _met) = (new int[ngos], []);
    }

    public int Count => _start.Count - 1;

    /// <summary>Cell of each NGO and of each donation.</summary>
    public int[] OfNgo { get; }
    public int[] OfDonation { get; }

    public ReadOnlySpan<int> Ngos(int cell) => _queue.AsSpan(_start[cell], _start[cell + 1] - _start[cell]);

    /// <summary>Draws cells that hold all NGOs: each grows from a random NGO over its neighbours until it is full.</summary>
    /// <param name="random">The source of chance.</param>
    /// <param name="size">Most NGOs of a cell.</param>
    /// <param name="crew">Threads that find out, the first time, who is whose neighbour.</param>
    public void Draw(ref RandomSource random, int size, WorkCrew crew)
    {
        MeetAll(crew);
        for (int i = _order.Length - 1; i > 0; i--)
        {
            int j = random.Below(i + 1);
            (_order[i], _order[j]) = (_order[j], _order[i]);
        }

        Grow(_order, size);
        for (int d = 0; d < OfDonation.Length; d++)
        {
            OfDonation[d] = Home(d, ref random);
        }
    }

    /// <summary>Grows a cell from each of the NGOs that is in none yet. Returns how many NGOs are in cells.</summary>
    private int Grow(IReadOnlyCollection<int> seeds, int size)
    {
        Array.Fill(OfNgo, -1);
        _start.Clear();
        int filled = 0;
        foreach (int seed in seeds)
        {
            if (OfNgo[seed] < 0)
            {
                filled = Grow(seed, filled, size);
            }
        }

        _start.Add(filled);
        return filled;
    }

    private int Grow(int seed, int from, int size)
    {
        int cell = _start.Count, filled = from, limit = from + size;
        _start.Add(from);
        (_queue[filled++], OfNgo[seed]) = (seed, cell);
        for (int at = from; at < filled && filled < limit; at++)
        {
            foreach (int next in Neighbours(_queue[at]))
            {
                if (filled < limit && OfNgo[next] < 0)
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

    /// <summary>Those that share most donations with an NGO, most first; found out when they are first asked for.</summary>
    private ReadOnlySpan<int> Neighbours(int ngo)
    {
        if (_neighbourCount[ngo] < 0)
        {
            Meet(ngo, _shared, _met);
        }

        return _neighbours.AsSpan(ngo * MostNeighbours, _neighbourCount[ngo]);
    }

    private void MeetAll(WorkCrew crew)
    {
        int ngos = OfNgo.Length;
        if (_allMet)
        {
            return;
        }

        crew.Run((ngos + NgoChunk - 1) / NgoChunk, (_, chunk) =>
        {
            var (shared, met) = (new int[ngos], new List<int>());
            for (int n = chunk * NgoChunk; n < Math.Min(ngos, (chunk + 1) * NgoChunk); n++)
            {
                Meet(n, shared, met);
            }
        });
        _allMet = true;
    }

    /// <summary>Finds an NGO's neighbours.</summary>
    /// <param name="ngo">The NGO.</param>
    /// <param name="shared">Scratch space, a 0 for each NGO before and after.</param>
    /// <param name="met">Scratch space, empty before and after.</param>
    private void Meet(int ngo, int[] shared, List<int> met)
    {
        foreach (int c in _candidates.OfNgo(ngo))
        {
            int d = _candidates.Donation[c];
            for (int o = _candidates.Start(d); o < _candidates.Start(d + 1); o++)
            {
                int other = _candidates.Ngo[o];
                if (other != ngo && shared[other]++ == 0)
                {
                    met.Add(other);
                }
            }
        }

        var (ranks, count) = (new long[MostNeighbours], 0);
        foreach (int other in met)
        {
            // More donations in common first, then the lower number: one number to compare by.
            count = Insert(ranks, count, ((long)-shared[other] << 32) + other);
            shared[other] = 0;
        }

        for (int i = 0; i < count; i++)
        {
            _neighbours[ngo * MostNeighbours + i] = (int)(ranks[i] & uint.MaxValue);
        }

        _neighbourCount[ngo] = (sbyte)count;
        met.Clear();
    }

    /// <summary>Puts a number in its place among the least, in ascending order, and returns how many they are now.</summary>
    private static int Insert(long[] least, int count, long number)
    {
        if (count == least.Length)
        {
            if (least[^1] <= number)
            {
                return count;
            }

            count--;
        }

        int at = count;
        for (; at > 0 && least[at - 1] > number; at--)
        {
            least[at] = least[at - 1];
        }

        least[at] = number;
        return count + 1;
    }
}
