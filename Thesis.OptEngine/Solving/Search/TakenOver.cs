using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Search;

/// <summary>The part of an earlier plan that still holds in a problem.</summary>
internal sealed class TakenOver
{
    /// <summary>The deliveries of <paramref name="earlier"/> that have an arc, each cut to what its donation and its NGO
    /// still have; those given first come first.</summary>
    public TakenOver(AllocationProblem problem, IReadOnlyList<Allocation> earlier)
    {
        var (rest, room, slots) = (problem.Supply.ToArray(), problem.Capacity.ToArray(), problem.Slots.ToArray());
        var classRoom = problem.ClassLimits.ToArray();
        var kept = new List<Delivery>(earlier.Count);
        var seen = new HashSet<int>(earlier.Count);
        foreach (var (d, n, wanted) in earlier)
        {
            int arc = (uint)d < (uint)problem.DonationCount && (uint)n < (uint)problem.NgoCount ? problem.FindArc(d, n) : -1;
            if (arc < 0 || seen.Contains(arc))
            {
                continue;
            }

            long grams = Math.Min(Math.Min(wanted, problem.ArcUpper[arc]), Math.Min(rest[d], room[n]));
            int at = problem.ClassCount > 0 ? n * problem.ClassCount + problem.DonationClass[d] : -1;
            grams = at >= 0 ? Math.Min(grams, classRoom[at]) : grams;
            if (grams < problem.MinLot[d] || slots[n] == 0)
            {
                continue;
            }

            seen.Add(arc);
            kept.Add(new Delivery(arc, grams));
            rest[d] -= grams;
            room[n] -= grams;
            slots[n]--;
            if (at >= 0)
            {
                classRoom[at] -= grams;
            }
        }

        kept.Sort((a, b) => a.Arc.CompareTo(b.Arc)); // In order already, where the earlier problem was numbered alike.
        Deliveries = [.. kept];
    }

    /// <summary>What holds, by ascending arc.</summary>
    public Delivery[] Deliveries { get; }
}
