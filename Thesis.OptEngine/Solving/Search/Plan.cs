using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Search;

/// <summary>
/// A feasible solution under construction, over the arcs of <see cref="Candidates"/>: the grams of each, what is left of
/// each donation, what each NGO has room for. Grams are whole numbers held in doubles. Parts of a plan that share no NGO
/// and no donation may be changed by several threads at once.
/// </summary>
internal sealed class Plan
{
    private readonly Candidates _candidates;
    private readonly int[] _first, _count, _entries, _donationClass;
    private readonly int _classes;
    private readonly double[] _classRoom;

    public Plan(Candidates candidates)
    {
        _candidates = candidates;
        var problem = candidates.Problem;
        int ngos = problem.NgoCount;
        (_first, _count) = (new int[ngos + 1], new int[ngos]);
        (Value, Room, Slots) = (new double[ngos], new double[ngos], new int[ngos]);
        for (int n = 0; n < ngos; n++)
        {
            Slots[n] = Math.Min(problem.Slots[n], candidates.OfNgo(n).Length);
            _first[n + 1] = _first[n] + Slots[n];
            Room[n] = problem.Capacity[n];
        }

        _entries = new int[_first[ngos]];
        (Grams, Rest) = (new double[candidates.Count], new double[problem.DonationCount]);
        for (int d = 0; d < Rest.Length; d++)
        {
            Rest[d] = problem.Supply[d];
        }

        (_classes, _donationClass) = (problem.ClassCount, problem.DonationClass.ToArray());
        _classRoom = Array.ConvertAll(problem.ClassLimits.ToArray(), grams => (double)grams);
    }

    /// <summary>Grams of each candidate; 0 without a delivery.</summary>
    public double[] Grams { get; }

    /// <summary>Grams of each donation that nobody receives.</summary>
    public double[] Rest { get; }

    /// <summary>Grams each NGO has room for.</summary>
    public double[] Room { get; }

    /// <summary>Deliveries each NGO can have.</summary>
    public int[] Slots { get; }

    /// <summary>Value of what each NGO receives.</summary>
    public double[] Value { get; }

    /// <summary>Grams an NGO has room for of each storage class; nothing where none are told apart.</summary>
    public ReadOnlySpan<double> ClassRoom(int ngo) => _classRoom.AsSpan(ngo * _classes, _classes);

    /// <summary>Prices of an NGO's room: of its capacity, and of each storage class.</summary>
    public int Prices => 1 + _classes;

    /// <summary>The group of a donation in an NGO's knapsack: that of its storage class, or 0.</summary>
    public int Group(int donation) => _classes == 0 ? 0 : 1 + _donationClass[donation];

    /// <summary>Candidates delivered to an NGO, in no order.</summary>
    public ReadOnlySpan<int> Entries(int ngo) => _entries.AsSpan(_first[ngo], _count[ngo]);

    public bool HasSlot(int ngo) => _count[ngo] < Slots[ngo];

    /// <summary>Grams an NGO has room for of a candidate's storage class.</summary>
    public double RoomFor(int candidate, int ngo) => _classes == 0
        ? Room[ngo]
        : Math.Min(Room[ngo], _classRoom[ngo * _classes + _donationClass[_candidates.Donation[candidate]]]);

    /// <summary>Sets the grams of a candidate; 0 ends the delivery. The caller keeps limits.</summary>
    public void Set(int candidate, double grams)
    {
        double old = Grams[candidate], more = grams - old;
        int n = _candidates.Ngo[candidate], d = _candidates.Donation[candidate];
        double value = _candidates.Rate[candidate] * more;
        if (old == 0 && grams > 0)
        {
            _entries[_first[n] + _count[n]++] = candidate;
            value -= _candidates.Cost[candidate];
        }
        else if (grams == 0 && old > 0)
        {
            int at = _first[n], last = at + --_count[n];
            while (_entries[at] != candidate)
            {
                at++;
            }

            _entries[at] = _entries[last];
            value += _candidates.Cost[candidate];
        }

        Grams[candidate] = grams;
        Rest[d] -= more;
        Room[n] -= more;
        Value[n] += value;
        if (_classes > 0)
        {
            _classRoom[n * _classes + _donationClass[d]] -= more;
        }
    }

    /// <summary>Adds up an NGO's value anew, so that what rounding left in a long run of changes does not grow.</summary>
    public void Recount(int ngo)
    {
        var entries = _entries.AsSpan(_first[ngo], _count[ngo]);
        entries.Sort(); // A sum must not depend on the order in which its terms came about.
        double total = 0;
        foreach (int c in entries)
        {
            total += _candidates.Rate[c] * Grams[c] - _candidates.Cost[c];
        }

        Value[ngo] = total;
    }

    /// <summary>Value of the whole plan.</summary>
    public double Total()
    {
        double total = 0;
        foreach (double v in Value)
        {
            total += v;
        }

        return total;
    }

    public int Deliveries()
    {
        int total = 0;
        foreach (int count in _count)
        {
            total += count;
        }

        return total;
    }

    /// <summary>The deliveries, for <see cref="Load"/> and <see cref="Candidates"/> of another choice.</summary>
    public Delivery[] Save()
    {
        var saved = new Delivery[Deliveries()];
        int next = 0;
        for (int n = 0; n < _count.Length; n++)
        {
            foreach (int c in Entries(n))
            {
                saved[next++] = new Delivery(_candidates.Arc[c], Grams[c]);
            }
        }

        return saved;
    }

    public void Clear()
    {
        for (int n = 0; n < _count.Length; n++)
        {
            while (_count[n] > 0)
            {
                Set(_entries[_first[n]], 0);
            }

            Value[n] = 0;
        }
    }

    /// <summary>Whether the arcs of all deliveries are candidates.</summary>
    public bool Fits(ReadOnlySpan<Delivery> deliveries)
    {
        foreach (var (arc, _) in deliveries)
        {
            if (_candidates.Find(arc) < 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes over deliveries whose arcs are candidates, all of which must fit together.</summary>
    public void Load(ReadOnlySpan<Delivery> deliveries)
    {
        Clear();
        foreach (var (arc, grams) in deliveries)
        {
            Set(_candidates.Find(arc), grams);
        }
    }
}
