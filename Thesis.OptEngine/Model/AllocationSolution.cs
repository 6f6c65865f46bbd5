using System.Collections.Immutable;

namespace Thesis.OptEngine.Model;

/// <summary>One decision: so many grams of a donation go to an NGO.</summary>
public readonly record struct Allocation(int Donation, int Ngo, long Grams);

/// <summary>The decisions of a solution, ordered by donation, then NGO.</summary>
public sealed record AllocationSolution(ImmutableArray<Allocation> Allocations)
{
    public static AllocationSolution Empty { get; } = new(ImmutableArray<Allocation>.Empty);
}
