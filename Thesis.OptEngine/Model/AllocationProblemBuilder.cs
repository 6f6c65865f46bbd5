namespace Thesis.OptEngine.Model;

/// <summary>
/// Collects donations, NGOs and arcs and makes an <see cref="AllocationProblem"/> of them. Arcs may come in any
/// order; those that cannot help any solution are dropped and counted. Arguments out of range throw
/// <see cref="ArgumentException"/>: callers check what users typed first.
/// </summary>
public sealed class AllocationProblemBuilder
{
    /// <summary>The largest quantity accepted: 10⁹ kg, so that sums stay exact in 64 bits and in doubles.</summary>
    public const long MaxGrams = 1_000_000_000_000;

    /// <summary>Most storage classes told apart.</summary>
    public const int MaxClasses = 64;

    /// <summary>The largest value per kg or trip cost accepted.</summary>
    public const double MaxWeight = 1e9;

    private readonly List<long> _supply, _minLot, _capacity;
    private readonly List<int> _slots, _donationClass = [];
    private readonly Dictionary<(int Ngo, int Class), long> _classLimits = [];
    private int[] _donation, _ngo;
    private double[] _value, _cost;
    private long[] _upper;
    private int _arcs, _dropped;

    /// <param name="donations">Expected count, to size storage once.</param>
    /// <param name="ngos">Expected count.</param>
    /// <param name="arcs">Expected count.</param>
    public AllocationProblemBuilder(int donations = 0, int ngos = 0, int arcs = 0)
    {
        (_supply, _minLot) = (new(donations), new(donations));
        (_capacity, _slots) = (new(ngos), new(ngos));
        (_donation, _ngo, _value, _cost, _upper) =
            (new int[arcs], new int[arcs], new double[arcs], new double[arcs], new long[arcs]);
    }

    /// <summary>Adds a donation and returns its number.</summary>
    /// <param name="supplyGrams">Grams offered.</param>
    /// <param name="minLotGrams">Fewest grams worth a trip; 0 counts as 1.</param>
    /// <param name="storageClass">Storage class, from 0 to below <see cref="MaxClasses"/>.</param>
    public int AddDonation(long supplyGrams, long minLotGrams, int storageClass = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)storageClass, (uint)MaxClasses);
        CheckGrams(supplyGrams, nameof(supplyGrams));
        CheckGrams(minLotGrams, nameof(minLotGrams));
        _supply.Add(supplyGrams);
        _minLot.Add(Math.Max(1, minLotGrams));
        _donationClass.Add(storageClass);
        return _supply.Count - 1;
    }

    /// <summary>Adds an NGO and returns its number.</summary>
    public int AddNgo(long capacityGrams, int slots)
    {
        CheckGrams(capacityGrams, nameof(capacityGrams));
        ArgumentOutOfRangeException.ThrowIfNegative(slots);
        _capacity.Add(capacityGrams);
        _slots.Add(slots);
        return _capacity.Count - 1;
    }

    /// <summary>Limits what an NGO takes of one storage class. Arcs of donations of that class must be added later, so
    /// that their upper bounds know of it.</summary>
    public void LimitClass(int ngo, int storageClass, long grams)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ngo, (uint)_capacity.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)storageClass, (uint)MaxClasses);
        CheckGrams(grams, nameof(grams));
        _classLimits[(ngo, storageClass)] = grams;
    }

    /// <summary>Adds an arc between a donation and an NGO that were added before.</summary>
    /// <param name="donation">Number of the donation.</param>
    /// <param name="ngo">Number of the NGO.</param>
    /// <param name="valuePerKg">Value of each kg.</param>
    /// <param name="tripCost">Cost of the trip, not negative.</param>
    /// <param name="upperGrams">Most grams; the donation's supply and the NGO's capacity bound it too.</param>
    public void AddArc(int donation, int ngo, double valuePerKg, double tripCost, long upperGrams = long.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)donation, (uint)_supply.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ngo, (uint)_capacity.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(upperGrams);
        if (!(Math.Abs(valuePerKg) <= MaxWeight) || !(tripCost >= 0 && tripCost <= MaxWeight))
        {
            throw new ArgumentException($"The value {valuePerKg} or trip cost {tripCost} of an arc is out of range.");
        }

        long upper = Math.Min(upperGrams, Math.Min(_supply[donation], _capacity[ngo]));
        if (_classLimits.Count > 0 && _classLimits.TryGetValue((ngo, _donationClass[donation]), out long limit))
        {
            upper = Math.Min(upper, limit);
        }

        if (upper < _minLot[donation] || _slots[ngo] == 0 || valuePerKg * upper / 1000.0 - tripCost <= 0)
        {
            _dropped++;
            return;
        }

        if (_arcs == _ngo.Length)
        {
            Resize(Math.Max(64, _arcs * 2));
        }

        (_donation[_arcs], _ngo[_arcs], _value[_arcs], _cost[_arcs], _upper[_arcs]) =
            (donation, ngo, valuePerKg, tripCost, upper);
        _arcs++;
    }

    /// <summary>Makes the problem; the builder must not be used after. Two arcs between the same donation and NGO
    /// throw <see cref="ArgumentException"/>.</summary>
    public AllocationProblem Build()
    {
        Resize(_arcs);
        SortByDonation();
        var start = new int[_supply.Count + 1];
        for (int a = 0; a < _arcs; a++)
        {
            start[_donation[a] + 1]++;
            if (a > 0 && _donation[a] == _donation[a - 1] && _ngo[a] == _ngo[a - 1])
            {
                throw new ArgumentException($"Donation {_donation[a]} and NGO {_ngo[a]} are joined by two arcs.");
            }
        }

        for (int d = 0; d < _supply.Count; d++)
        {
            start[d + 1] += start[d];
        }

        return new AllocationProblem(
            [.. _supply], [.. _minLot], [.. _capacity], [.. _slots],
            new ArcTable(_donation, _ngo, _value, _cost, _upper), start, _dropped, Classes());
    }

    private StorageClasses Classes()
    {
        if (_classLimits.Count == 0)
        {
            return new StorageClasses(0, [], []);
        }

        int count = 1 + Math.Max(
            _donationClass.DefaultIfEmpty().Max(), _classLimits.Keys.Max(limit => limit.Class));
        var limits = new long[_capacity.Count * count];
        for (int i = 0; i < limits.Length; i++)
        {
            limits[i] = _classLimits.GetValueOrDefault((i / count, i % count), _capacity[i / count]);
        }

        return new StorageClasses(count, [.. _donationClass], limits);
    }

    private void SortByDonation()
    {
        bool sorted = true;
        for (int a = 1; a < _arcs && sorted; a++)
        {
            sorted = Key(a - 1) < Key(a);
        }

        if (sorted)
        {
            return;
        }

        var keys = new long[_arcs];
        var order = new int[_arcs];
        for (int a = 0; a < _arcs; a++)
        {
            (keys[a], order[a]) = (Key(a), a);
        }

        Array.Sort(keys, order);
        Permute(ref _donation, order);
        Permute(ref _ngo, order);
        Permute(ref _value, order);
        Permute(ref _cost, order);
        Permute(ref _upper, order);
    }

    private long Key(int arc) => ((long)_donation[arc] << 32) | (uint)_ngo[arc];

    private static void Permute<T>(ref T[] column, int[] order)
    {
        var source = column;
        column = Array.ConvertAll(order, a => source[a]);
    }

    private void Resize(int size)
    {
        Array.Resize(ref _donation, size);
        Array.Resize(ref _ngo, size);
        Array.Resize(ref _value, size);
        Array.Resize(ref _cost, size);
        Array.Resize(ref _upper, size);
    }

    private static void CheckGrams(long grams, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(grams, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(grams, MaxGrams, name);
    }
}
