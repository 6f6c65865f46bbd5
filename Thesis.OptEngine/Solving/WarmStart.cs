using System.Collections.Immutable;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving;

/// <summary>
/// What is known from an earlier solve of nearly the same problem, in the numbering of the new one. What no longer fits is
/// left out or cut to what fits; prices may be far off and still give a valid bound. The solver first sees to the NGOs
/// whose deliveries could not all be taken over, then to the rest as far as work is left.
/// </summary>
/// <param name="Allocations">Deliveries of the earlier plan; those without an arc in the new problem are ignored.</param>
public sealed record WarmStart(ImmutableArray<Allocation> Allocations)
{
    /// <summary>Prices of the earlier solve, one a donation and one an NGO of the new problem (NaN for those that are new).
    /// Without them the solver finds its own, which takes most of the time of a small change.</summary>
    public DualPrices? Duals { get; init; }
}
