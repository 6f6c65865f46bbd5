using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Requests;

/// <summary>What a plan leaves over: of the donations, and of the NGOs' capacity, storage and slots. Weights are grams.</summary>
internal sealed class PlanBalance
{
    /// <summary>More grams than any limit.</summary>
    public const long Unlimited = long.MaxValue / 4;

    private readonly RequestedProblem _stated;
    private readonly long[] _rest, _room, _arcGrams;
    private readonly int[] _slotsLeft, _deliveries, _largestOfNgo, _largest, _second;
    private readonly Dictionary<string, long>?[] _classRoom;

    public PlanBalance(RequestedProblem stated, AllocationSolution plan)
    {
        (_stated, Problem) = (stated, stated.Problem);
        (_rest, _room) = (Problem.Supply.ToArray(), Problem.Capacity.ToArray());
        (_slotsLeft, _deliveries, _largestOfNgo) = (Problem.Slots.ToArray(), new int[Problem.NgoCount], None(Problem.NgoCount));
        (_largest, _second) = (None(Problem.DonationCount), None(Problem.DonationCount));
        _arcGrams = new long[Problem.ArcCount];
        _classRoom = [.. stated.Request.Ngos.Select(RoomByClass)];
        foreach (var lot in stated.Quantities.Fixed)
        {
            TakeOfClass(lot);
        }

        UsedArcs = [.. plan.Allocations.Select(Take)];
    }

    public AllocationProblem Problem { get; }

    /// <summary>Arcs that carry something.</summary>
    public IReadOnlyList<int> UsedArcs { get; }

    public long Rest(int donation) => _rest[donation];

    public long Room(int ngo) => _room[ngo];

    public int Deliveries(int ngo) => _deliveries[ngo];

    public bool HasSlot(int ngo) => _slotsLeft[ngo] > 0;

    public long Grams(int arc) => _arcGrams[arc];

    /// <summary>Grams of a donation's storage class that an NGO's own limit of that class leaves; no limit, no end.</summary>
    public long ClassRoom(int ngo, int donation) =>
        _classRoom[ngo] is { } rooms && rooms.TryGetValue(ClassOf(donation), out long grams) ? grams : Unlimited;

    /// <summary>The arc by which an NGO receives most; −1 for none.</summary>
    public int LargestOf(int ngo) => _largestOfNgo[ngo];

    /// <summary>The arc by which most of a donation goes, other than <paramref name="arc"/>; −1 for none.</summary>
    public int LargestBeside(int arc)
    {
        int d = Problem.ArcDonation[arc];
        return _largest[d] == arc ? _second[d] : _largest[d];
    }

    private int Take(Model.Allocation lot)
    {
        var (d, n, grams) = lot;
        int arc = Problem.FindArc(d, n);
        _arcGrams[arc] = grams;
        _rest[d] -= grams;
        _room[n] -= grams;
        _slotsLeft[n]--;
        _deliveries[n]++;
        TakeOfClass(lot);
        if (_largest[d] < 0 || _arcGrams[_largest[d]] < grams)
        {
            (_largest[d], _second[d]) = (arc, _largest[d]);
        }
        else if (_second[d] < 0 || _arcGrams[_second[d]] < grams)
        {
            _second[d] = arc;
        }

        if (_largestOfNgo[n] < 0 || _arcGrams[_largestOfNgo[n]] < grams)
        {
            _largestOfNgo[n] = arc;
        }

        return arc;
    }

    private void TakeOfClass(Model.Allocation lot)
    {
        if (_classRoom[lot.Ngo] is { } rooms && rooms.ContainsKey(ClassOf(lot.Donation)))
        {
            rooms[ClassOf(lot.Donation)] -= lot.Grams;
        }
    }

    private string ClassOf(int donation) => StorageClass.Of(_stated.Request.Foods[donation]);

    private static Dictionary<string, long>? RoomByClass(Contracts.Allocation.V1.NGO ngo) =>
        ngo.StorageLimits.Count == 0 ? null
        : ngo.StorageLimits.ToDictionary(limit => limit.StorageClass, limit => Quantity.Grams((decimal)limit.Capacity), StringComparer.Ordinal);

    private static int[] None(int count)
    {
        int[] none = new int[count];
        Array.Fill(none, -1);
        return none;
    }
}
