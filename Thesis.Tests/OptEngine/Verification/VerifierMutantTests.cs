using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Tests.Solving;
using Thesis.OptEngine.Verification;

namespace Thesis.OptEngine.Tests.Verification;

/// <summary>Every way in which an answer can be wrong by the least there is, at every place of answers to generated
/// problems: the verifier finds each, and says of each right variant that it holds.</summary>
public class VerifierMutantTests
{
    private static readonly (Shape, int)[] Problems = [(Shape.Base, 1), (Shape.Hard, 2), (Shape.Classes, 3), (Shape.Tight, 4), (Shape.Sparse, 5)];

    [Fact]
    public void A_gram_more_or_less_is_judged_as_the_limits_say()
    {
        int rejected = 0, accepted = 0;
        Each((problem, right) =>
        {
            for (int i = 0; i < right.Length; i++)
            {
                foreach (int change in (int[])[1, -1])
                {
                    var mutant = right.ToArray();
                    mutant[i] = mutant[i] with { Grams = mutant[i].Grams + change };
                    bool holds = Keeps(problem, mutant);
                    Assert.Equal(holds, Holds(problem, mutant));
                    _ = holds ? accepted++ : rejected++;
                }
            }
        });
        Assert.True(rejected > 100 && accepted > 100, $"{rejected} rejected, {accepted} accepted");
    }

    [Fact]
    public void Each_limit_bears_its_last_gram_and_not_one_more()
    {
        Each((problem, right) =>
        {
            foreach (var (limit, lots) in Squeezed(problem, right))
            {
                Assert.True(Keeps(lots.AtLimit.Problem, right), limit);
                Assert.True(Holds(lots.AtLimit.Problem, right), $"{limit}: refused at its limit");
                var report = SolutionVerifier.Verify(lots.Beyond.Problem, new AllocationSolution([.. right]));
                Assert.False(report.Holds, $"{limit}: a gram, or a delivery, beyond it passed");
            }
        });
    }

    [Fact]
    public void Trips_that_are_repeated_strange_or_not_there_are_refused() => Each((problem, right) =>
    {
        for (int i = 0; i < right.Length; i++)
        {
            var lot = right[i];
            Assert.False(Holds(problem, [.. right, lot]));
            foreach (var strange in (Allocation[])
            [
                lot with { Donation = -1 }, lot with { Donation = problem.DonationCount }, lot with { Donation = int.MaxValue }, lot with { Donation = int.MinValue },
                lot with { Ngo = -1 }, lot with { Ngo = problem.NgoCount }, lot with { Ngo = int.MaxValue }, lot with { Ngo = int.MinValue },
                lot with { Grams = 0 }, lot with { Grams = -lot.Grams }, lot with { Grams = long.MaxValue }, lot with { Grams = long.MinValue },
                lot with { Grams = problem.MinLot[lot.Donation] - 1 }, lot with { Grams = problem.ArcUpper[problem.FindArc(lot.Donation, lot.Ngo)] + 1 },
            ])
            {
                Assert.False(Holds(problem, [.. right[..i], strange, .. right[(i + 1)..]]), $"{strange} in the place of {lot}");
            }

            int elsewhere = Enumerable.Range(0, problem.NgoCount).FirstOrDefault(n => problem.FindArc(lot.Donation, n) < 0, -1);
            Assert.True(elsewhere < 0 || !Holds(problem, [.. right[..i], lot with { Ngo = elsewhere }, .. right[(i + 1)..]]));
        }
    });

    [Fact]
    public void The_value_is_exact_to_the_last_digit_and_a_bound_below_it_by_that_digit_is_a_fault() => Each((problem, right) =>
    {
        decimal value = 0;
        foreach (var (d, n, grams) in right)
        {
            int arc = problem.FindArc(d, n);
            value += (decimal)problem.ArcValue[arc] * grams / 1000m - (decimal)problem.ArcCost[arc];
        }

        var solution = new AllocationSolution([.. right]);
        Assert.Equal(value, SolutionVerifier.Verify(problem, solution).Value);
        Assert.Equal(SolveStatus.Feasible, Verified(value).Status);
        var faulty = Verified(value - 0.000_000_1m);
        Assert.Equal((SolveStatus.Faulty, 0m), (faulty.Status, faulty.Value));
        Assert.Empty(faulty.Solution.Allocations);

        SolveResult Verified(decimal bound) => NativeSolver.Verified(problem, new SolveResult
        {
            Status = SolveStatus.Feasible,
            StoppedBy = StopReason.WorkSpent,
            Solution = solution,
            Value = 0,
            Bound = bound,
            Duals = new DualPrices([], [], []),
            Work = 0,
            SolverVersion = "",
        });
    });

    private static void Each(Action<AllocationProblem, Allocation[]> check)
    {
        foreach (var (shape, seed) in Problems)
        {
            var problem = Sketch.Make(shape, seed, donations: 40, ngos: 8).Build();
            var right = new NativeSolver().Solve(problem, new SolveOptions { Work = 20 }).Solution.Allocations.ToArray();
            Assert.True(right.Length > 5 && Holds(problem, right));
            check(problem, right);
        }
    }

    private static bool Holds(AllocationProblem problem, Allocation[] lots) => SolutionVerifier.Verify(problem, new AllocationSolution([.. lots])).Holds;

    /// <summary>The limits in the plainest words: what the verifier is measured by. Trips are known to be there.</summary>
    private static bool Keeps(AllocationProblem problem, Allocation[] lots) =>
        lots.All(lot => lot.Grams >= problem.MinLot[lot.Donation] && lot.Grams <= problem.ArcUpper[problem.FindArc(lot.Donation, lot.Ngo)])
        && lots.GroupBy(lot => lot.Donation).All(g => g.Sum(lot => lot.Grams) <= problem.Supply[g.Key])
        && lots.GroupBy(lot => lot.Ngo).All(g => g.Sum(lot => lot.Grams) <= problem.Capacity[g.Key] && g.Count() <= problem.Slots[g.Key])
        && (problem.ClassCount == 0 || lots.GroupBy(lot => (lot.Ngo, Class: problem.DonationClass[lot.Donation]))
            .All(g => g.Sum(lot => lot.Grams) <= problem.ClassLimits[g.Key.Ngo * problem.ClassCount + g.Key.Class]));

    /// <summary>The problem with one limit just wide enough for the lots, and with the same limit too narrow by one.</summary>
    private static IEnumerable<(string Limit, ((AllocationProblem Problem, int Change) AtLimit, (AllocationProblem Problem, int Change) Beyond) Problems)> Squeezed(
        AllocationProblem problem, Allocation[] lots)
    {
        foreach (int d in lots.Select(lot => lot.Donation).Distinct())
        {
            long shipped = lots.Where(lot => lot.Donation == d).Sum(lot => lot.Grams);
            yield return ($"supply of donation {d}", Both(change => Rebuilt(problem, supply: (d, shipped + change))));
        }

        foreach (int n in lots.Select(lot => lot.Ngo).Distinct())
        {
            var received = lots.Where(lot => lot.Ngo == n).ToArray();
            yield return ($"capacity of NGO {n}", Both(change => Rebuilt(problem, capacity: (n, received.Sum(lot => lot.Grams) + change))));
            if (received.Length > 1)
            {
                yield return ($"slots of NGO {n}", Both(change => Rebuilt(problem, slots: (n, received.Length + change))));
            }

            foreach (var stored in received.GroupBy(lot => problem.ClassCount == 0 ? 0 : problem.DonationClass[lot.Donation]))
            {
                yield return ($"class {stored.Key} of NGO {n}", Both(change => Rebuilt(problem, classLimit: (n, stored.Key, stored.Sum(lot => lot.Grams) + change))));
            }
        }

        foreach (var lot in lots.DistinctBy(lot => lot.Donation))
        {
            long least = lots.Where(l => l.Donation == lot.Donation).Min(l => l.Grams);
            yield return ($"smallest lot of donation {lot.Donation}", Both(change => Rebuilt(problem, minLot: (lot.Donation, least - change))));
        }
    }

    private static ((AllocationProblem, int), (AllocationProblem, int)) Both(Func<int, AllocationProblem> make) => ((make(0), 0), (make(-1), -1));

    private static AllocationProblem Rebuilt(
        AllocationProblem problem, (int At, long Grams)? supply = null, (int At, long Grams)? capacity = null, (int At, int Count)? slots = null,
        (int At, int Class, long Grams)? classLimit = null, (int At, long Grams)? minLot = null)
    {
        var builder = new AllocationProblemBuilder();
        for (int n = 0; n < problem.NgoCount; n++)
        {
            builder.AddNgo(capacity?.At == n ? capacity.Value.Grams : problem.Capacity[n], slots?.At == n ? slots.Value.Count : problem.Slots[n]);
            for (int k = 0; k < problem.ClassCount; k++)
            {
                builder.LimitClass(n, k, problem.ClassLimits[n * problem.ClassCount + k]);
            }
        }

        if (classLimit is { } limit)
        {
            builder.LimitClass(limit.At, limit.Class, limit.Grams);
        }

        for (int d = 0; d < problem.DonationCount; d++)
        {
            builder.AddDonation(
                supply?.At == d ? supply.Value.Grams : problem.Supply[d], minLot?.At == d ? minLot.Value.Grams : problem.MinLot[d],
                problem.ClassCount == 0 ? 0 : problem.DonationClass[d]);
        }

        for (int a = 0; a < problem.ArcCount; a++)
        {
            builder.AddArc(problem.ArcDonation[a], problem.ArcNgo[a], problem.ArcValue[a], problem.ArcCost[a]);
        }

        return builder.Build();
    }
}
