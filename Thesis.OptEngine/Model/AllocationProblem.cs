namespace Thesis.OptEngine.Model;

/// <summary>
/// An allocation problem: donations ship to NGOs over arcs, at most one trip an arc.
/// Maximise Σ value·kg − tripCost·trip, with at most <see cref="Supply"/> out of a donation, at most
/// <see cref="Capacity"/> and <see cref="Slots"/> trips into an NGO, and on a used arc at least the
/// donation's <see cref="MinLot"/> and at most the arc's <see cref="ArcUpper"/>.
/// Quantities are whole grams. Arcs are stored by donation, in ascending NGO order; <see cref="NgoArcs"/>
/// lists the same arcs by NGO. Where storage classes are told apart, an NGO takes at most its
/// <see cref="ClassLimits"/> of each. Immutable: made by <see cref="AllocationProblemBuilder"/>.
/// </summary>
public sealed class AllocationProblem
{
    private readonly long[] _supply, _minLot, _capacity, _arcUpper;
    private readonly int[] _slots, _donationStart, _arcNgo, _arcDonation, _ngoStart, _ngoArcs;
    private readonly double[] _arcValue, _arcCost;
    private readonly int[] _donationClass;
    private readonly long[] _classLimits;

    internal AllocationProblem(
        long[] supply, long[] minLot, long[] capacity, int[] slots, ArcTable arcs, int[] donationStart, int droppedArcs,
        StorageClasses classes)
    {
        (_supply, _minLot, _capacity, _slots) = (supply, minLot, capacity, slots);
        (_arcDonation, _arcNgo, _arcValue, _arcCost, _arcUpper) = (arcs.Donation, arcs.Ngo, arcs.Value, arcs.Cost, arcs.Upper);
        _donationStart = donationStart;
        DroppedArcs = droppedArcs;
        (ClassCount, _donationClass, _classLimits) = (classes.Count, classes.OfDonation, classes.Limits);
        (_ngoStart, _ngoArcs) = GroupByNgo(arcs.Ngo, capacity.Length);
    }

    public int DonationCount => _supply.Length;
    public int NgoCount => _capacity.Length;
    public int ArcCount => _arcNgo.Length;

    /// <summary>Arcs given that no solution can use to advantage, left out of the problem: too small for the
    /// minimum lot, or unable to pay for their trip even when full.</summary>
    public int DroppedArcs { get; }

    /// <summary>Grams a donation offers.</summary>
    public ReadOnlySpan<long> Supply => _supply;

    /// <summary>The fewest grams worth a trip from a donation (at least 1).</summary>
    public ReadOnlySpan<long> MinLot => _minLot;

    /// <summary>Grams an NGO can take.</summary>
    public ReadOnlySpan<long> Capacity => _capacity;

    /// <summary>Deliveries an NGO can receive.</summary>
    public ReadOnlySpan<int> Slots => _slots;

    /// <summary>Arcs of donation d are <c>DonationStart[d] .. DonationStart[d + 1]</c>.</summary>
    public ReadOnlySpan<int> DonationStart => _donationStart;
    public ReadOnlySpan<int> ArcDonation => _arcDonation;
    public ReadOnlySpan<int> ArcNgo => _arcNgo;

    /// <summary>Value of a kilogram shipped on the arc.</summary>
    public ReadOnlySpan<double> ArcValue => _arcValue;

    /// <summary>Cost of the arc's trip, however much it carries.</summary>
    public ReadOnlySpan<double> ArcCost => _arcCost;

    /// <summary>The most grams the arc carries: never more than its donation's supply or its NGO's capacity.</summary>
    public ReadOnlySpan<long> ArcUpper => _arcUpper;

    /// <summary>Positions in <see cref="NgoArcs"/> of NGO n are <c>NgoStart[n] .. NgoStart[n + 1]</c>.</summary>
    public ReadOnlySpan<int> NgoStart => _ngoStart;

    /// <summary>Arc numbers grouped by NGO, ascending within one.</summary>
    public ReadOnlySpan<int> NgoArcs => _ngoArcs;

    /// <summary>Storage classes told apart; 0 when no NGO has a limit by class, and then the two lists below are empty.</summary>
    public int ClassCount { get; }

    /// <summary>Storage class of each donation, from 0.</summary>
    public ReadOnlySpan<int> DonationClass => _donationClass;

    /// <summary>Grams NGO n can take of class k, at <c>n · ClassCount + k</c>; its capacity where no limit was set.</summary>
    public ReadOnlySpan<long> ClassLimits => _classLimits;

    /// <summary>Place of an arc's limit in <see cref="ClassLimits"/>, where there are any.</summary>
    public int ClassPlace(int arc) => _arcNgo[arc] * ClassCount + _donationClass[_arcDonation[arc]];

    /// <summary>The arc from a donation to an NGO, or −1 where there is none.</summary>
    public int FindArc(int donation, int ngo)
    {
        int start = _donationStart[donation];
        int at = Array.BinarySearch(_arcNgo, start, _donationStart[donation + 1] - start, ngo);
        return at < 0 ? -1 : at;
    }

    private static (int[] Start, int[] Arcs) GroupByNgo(int[] arcNgo, int ngos)
    {
        var start = new int[ngos + 1];
        foreach (int n in arcNgo)
        {
            start[n + 1]++;
        }

        for (int n = 0; n < ngos; n++)
        {
            start[n + 1] += start[n];
        }

        var next = start.AsSpan(0, ngos).ToArray();
        var arcs = new int[arcNgo.Length];
        for (int a = 0; a < arcNgo.Length; a++)
        {
            arcs[next[arcNgo[a]]++] = a;
        }

        return (start, arcs);
    }
}

/// <summary>Parallel columns of arcs.</summary>
internal readonly record struct ArcTable(int[] Donation, int[] Ngo, double[] Value, double[] Cost, long[] Upper);

/// <summary>Limits by storage class: none when the count is 0.</summary>
internal readonly record struct StorageClasses(int Count, int[] OfDonation, long[] Limits);
