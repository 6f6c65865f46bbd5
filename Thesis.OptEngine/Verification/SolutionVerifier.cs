using System.Collections.Immutable;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Verification;

/// <summary>What the check of a solution found: its exact value, and every constraint it breaks (none if it is right).</summary>
public sealed record VerificationReport(decimal Value, ImmutableArray<string> Violations)
{
    public bool Holds => Violations.IsEmpty;
}

/// <summary>
/// Checks a solution against its problem in whole grams and decimal money. It shares no code with the solvers, and
/// nothing leaves the engine without it.
/// </summary>
public static class SolutionVerifier
{
    private const int MaxViolations = 100;

    public static VerificationReport Verify(AllocationProblem problem, AllocationSolution solution)
    {
        var violations = ImmutableArray.CreateBuilder<string>();
        var shipped = new long[problem.DonationCount];
        var received = new long[problem.NgoCount];
        var deliveries = new int[problem.NgoCount];
        var classes = new long[problem.ClassLimits.Length];
        var seen = new HashSet<int>(solution.Allocations.Length);
        decimal value = 0, cost = 0;
        foreach (var (donation, ngo, grams) in solution.Allocations)
        {
            int arc = (uint)donation < (uint)problem.DonationCount && (uint)ngo < (uint)problem.NgoCount
                ? problem.FindArc(donation, ngo)
                : -1;
            if (arc < 0)
            {
                violations.Add($"donation {donation} cannot go to NGO {ngo}");
            }
            else if (!seen.Add(arc))
            {
                violations.Add($"donation {donation} goes to NGO {ngo} twice");
            }
            else if (grams < problem.MinLot[donation] || grams > problem.ArcUpper[arc])
            {
                violations.Add($"{grams} g of donation {donation} to NGO {ngo} is outside {problem.MinLot[donation]} to {problem.ArcUpper[arc]} g");
            }
            else
            {
                shipped[donation] += grams;
                received[ngo] += grams;
                deliveries[ngo]++;
                if (problem.ClassCount > 0)
                {
                    classes[ngo * problem.ClassCount + problem.DonationClass[donation]] += grams;
                }

                value += (decimal)problem.ArcValue[arc] * grams;
                cost += (decimal)problem.ArcCost[arc];
            }

            if (violations.Count >= MaxViolations)
            {
                break;
            }
        }

        CheckTotals(problem, shipped, received, deliveries, violations);
        CheckClasses(problem, classes, violations);
        return new VerificationReport(value / 1000m - cost, violations.ToImmutable());
    }

    private static void CheckTotals(
        AllocationProblem problem, long[] shipped, long[] received, int[] deliveries, ImmutableArray<string>.Builder violations)
    {
        for (int d = 0; d < shipped.Length && violations.Count < MaxViolations; d++)
        {
            if (shipped[d] > problem.Supply[d])
            {
                violations.Add($"donation {d} ships {shipped[d]} g of {problem.Supply[d]} g");
            }
        }

        for (int n = 0; n < received.Length && violations.Count < MaxViolations; n++)
        {
            if (received[n] > problem.Capacity[n])
            {
                violations.Add($"NGO {n} receives {received[n]} g, capacity {problem.Capacity[n]} g");
            }

            if (deliveries[n] > problem.Slots[n])
            {
                violations.Add($"NGO {n} receives {deliveries[n]} deliveries, slots {problem.Slots[n]}");
            }
        }
    }

    private static void CheckClasses(AllocationProblem problem, long[] received, ImmutableArray<string>.Builder violations)
    {
        for (int i = 0; i < received.Length && violations.Count < MaxViolations; i++)
        {
            if (received[i] > problem.ClassLimits[i])
            {
                violations.Add(
                    $"NGO {i / problem.ClassCount} receives {received[i]} g of storage class {i % problem.ClassCount}, limit {problem.ClassLimits[i]} g");
            }
        }
    }
}
