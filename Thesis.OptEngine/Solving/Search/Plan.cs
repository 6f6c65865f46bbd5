using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Search;

/// <summary>A delivery of a plan: so many grams over an arc. Grams are whole numbers held in doubles.</summary>
internal readonly record struct Delivery(int Arc, double Grams);

/// <summary>A feasible solution under construction: what each NGO receives and what is left of each donation.</summary>
internal sealed class Plan
{
    private readonly AllocationProblem _problem;
    private readonly Delivery[] _deliveries;
    private readonly int[] _first, _count;
    private readonly double[] _rest, _value;

    public Plan(AllocationProblem problem)
    {
        _problem = problem;
        int ngos = problem.NgoCount;
        (_first, _count, _value) = (new int[ngos + 1], new int[ngos], new double[ngos]);
        for (int n = 0; n < ngos; n++)
        {
            _first[n + 1] = _first[n] + Math.Min(problem.Slots[n], problem.NgoStart[n + 1] - problem.NgoStart[n]);
        }

        _deliveries = new Delivery[_first[ngos]];
        _rest = new double[problem.DonationCount];
        for (int d = 0; d < _rest.Length; d++)
        {
            _rest[d] = problem.Supply[d];
        }
    }

    /// <summary>Value of the whole plan.</summary>
    public double Value
    {
        get
        {
            double total = 0;
            foreach (double v in _value)
            {
                total += v;
            }

            return total;
        }
    }

    /// <summary>Grams of a donation that nobody receives.</summary>
    public double Rest(int donation) => _rest[donation];

    public double ValueOf(int ngo) => _value[ngo];

    public ReadOnlySpan<Delivery> Deliveries(int ngo) => _deliveries.AsSpan(_first[ngo], _count[ngo]);

    /// <summary>Adds a delivery to the arc's NGO. The caller keeps supply, capacity and slots.</summary>
    public void Add(int arc, double grams)
    {
        int ngo = _problem.ArcNgo[arc];
        _deliveries[_first[ngo] + _count[ngo]++] = new Delivery(arc, grams);
        _rest[_problem.ArcDonation[arc]] -= grams;
        _value[ngo] += _problem.ArcValue[arc] * 0.001 * grams - _problem.ArcCost[arc];
    }

    /// <summary>Takes all deliveries from an NGO.</summary>
    public void Clear(int ngo)
    {
        foreach (var (arc, grams) in Deliveries(ngo))
        {
            _rest[_problem.ArcDonation[arc]] += grams;
        }

        (_count[ngo], _value[ngo]) = (0, 0);
    }

    public void CopyFrom(Plan other)
    {
        other._deliveries.CopyTo(_deliveries, 0);
        other._count.CopyTo(_count, 0);
        other._rest.CopyTo(_rest, 0);
        other._value.CopyTo(_value, 0);
    }

    public AllocationSolution ToSolution()
    {
        var allocations = new List<Allocation>();
        for (int n = 0; n < _problem.NgoCount; n++)
        {
            foreach (var (arc, grams) in Deliveries(n))
            {
                allocations.Add(new Allocation(_problem.ArcDonation[arc], n, (long)grams));
            }
        }

        allocations.Sort((a, b) => (a.Donation, a.Ngo).CompareTo((b.Donation, b.Ngo)));
        return new AllocationSolution([.. allocations]);
    }
}
