using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Search;

/// <summary>A delivery of a plan: so many grams over an arc. Grams are whole numbers held in doubles.</summary>
internal readonly record struct Delivery(int Arc, double Grams)
{
    public static AllocationSolution Solution(AllocationProblem problem, ReadOnlySpan<Delivery> deliveries)
    {
        var sorted = deliveries.ToArray();
        Array.Sort(sorted, (a, b) => a.Arc.CompareTo(b.Arc));
        return new AllocationSolution(
            [.. sorted.Select(d => new Allocation(problem.ArcDonation[d.Arc], problem.ArcNgo[d.Arc], (long)d.Grams))]);
    }
}
