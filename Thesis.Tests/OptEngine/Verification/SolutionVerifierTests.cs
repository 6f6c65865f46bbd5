using Thesis.OptEngine.Model;
using Thesis.OptEngine.Verification;

namespace Thesis.OptEngine.Tests.Verification;

public class SolutionVerifierTests
{
    // One donation of 30 kg, lots from 10 kg; two NGOs of 20 kg, the first with one slot; a second donation of 10 kg.
    private static readonly AllocationProblem Problem = Make();
    private static readonly Allocation[] Right = [new(0, 0, 20_000), new(0, 1, 10_000), new(1, 1, 10_000)];

    [Fact]
    public void A_right_solution_holds_with_its_exact_value()
    {
        var report = SolutionVerifier.Verify(Problem, new AllocationSolution([.. Right]));
        Assert.True(report.Holds);
        Assert.Equal(20 * 1.1m - 1 + 10 * 1.2m - 2 + 10 * 1.3m - 3, report.Value);
    }

    [Theory]
    [InlineData(0, 1)]   // NGO 0 above its capacity, and donation 0 above its supply
    [InlineData(1, 1)]
    [InlineData(1, -1)]  // below the smallest lot
    [InlineData(2, 1)]
    [InlineData(2, -1)]
    public void A_gram_too_much_or_too_little_is_found(int allocation, long grams)
    {
        var wrong = Right.ToArray();
        wrong[allocation] = wrong[allocation] with { Grams = wrong[allocation].Grams + grams };
        Assert.False(SolutionVerifier.Verify(Problem, new AllocationSolution([.. wrong])).Holds);
    }

    [Fact]
    public void One_delivery_too_many_is_found()
    {
        Assert.False(Check(new(0, 0, 10_000), new(1, 0, 10_000)).Holds);
    }

    [Fact]
    public void The_same_trip_twice_is_found()
    {
        Assert.False(Check(new(0, 1, 10_000), new(0, 1, 10_000)).Holds);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    [InlineData(2, 0)]
    [InlineData(0, 2)]
    public void Numbers_that_name_nothing_are_found(int donation, int ngo)
    {
        Assert.False(Check(new Allocation(donation, ngo, 10_000)).Holds);
    }

    private static VerificationReport Check(params Allocation[] allocations) =>
        SolutionVerifier.Verify(Problem, new AllocationSolution([.. allocations]));

    private static AllocationProblem Make()
    {
        var builder = new AllocationProblemBuilder();
        builder.AddDonation(30_000, 10_000);
        builder.AddDonation(10_000, 10_000);
        builder.AddNgo(20_000, 1);
        builder.AddNgo(20_000, 2);
        builder.AddArc(0, 0, 1.1, 1);
        builder.AddArc(0, 1, 1.2, 2);
        builder.AddArc(1, 1, 1.3, 3);
        builder.AddArc(1, 0, 1.3, 3);
        return builder.Build();
    }

    /// <summary>Every right solution has some constraint that a gram more, or a gram less, breaks at each of its deliveries.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_solved_problem_filled_to_the_brim_bears_no_gram_more(int seed)
    {
        var problem = Brim(seed);
        var right = new List<Allocation>();
        for (int a = 0; a < problem.ArcCount; a++)
        {
            right.Add(new Allocation(problem.ArcDonation[a], problem.ArcNgo[a], problem.ArcUpper[a]));
        }

        Assert.True(SolutionVerifier.Verify(problem, new AllocationSolution([.. right])).Holds);
        for (int i = 0; i < right.Count; i++)
        {
            var mutant = right.ToArray();
            mutant[i] = mutant[i] with { Grams = mutant[i].Grams + 1 };
            Assert.False(SolutionVerifier.Verify(problem, new AllocationSolution([.. mutant])).Holds, $"delivery {i}");
        }
    }

    [Theory]
    [InlineData("supply")]
    [InlineData("capacity")]
    [InlineData("storage class")]
    public void A_gram_above_each_total_is_found_by_that_total_alone(string constraint)
    {
        var builder = new AllocationProblemBuilder();
        bool supply = constraint == "supply", capacity = constraint == "capacity";
        builder.AddDonation(supply ? 40_000 : 60_000, 1, storageClass: 1);
        builder.AddDonation(60_000, 1, storageClass: 1);
        builder.AddNgo(capacity ? 40_000 : 90_000, 9);
        builder.AddNgo(90_000, 9);
        builder.LimitClass(0, 1, constraint == "storage class" ? 40_000 : 90_000);
        foreach (var (d, n) in ((int, int)[])[(0, 0), (0, 1), (1, 0), (1, 1)])
        {
            builder.AddArc(d, n, 1, 0);
        }

        var problem = builder.Build();
        var other = supply ? new Allocation(0, 1, 20_000) : new Allocation(1, 0, 20_000);
        Assert.True(Holds(new(0, 0, 20_000), other));
        var report = SolutionVerifier.Verify(problem, new AllocationSolution([new(0, 0, 20_001), other]));
        Assert.Contains(constraint == "supply" ? "ships 40001 g" : constraint == "capacity" ? "receives 40001 g, capacity" : "storage class 1", Assert.Single(report.Violations), StringComparison.Ordinal);

        bool Holds(params Allocation[] lots) => SolutionVerifier.Verify(problem, new AllocationSolution([.. lots])).Holds;
    }

    /// <summary>Every delivery as large as its arc allows, and supplies and capacities just enough for them.</summary>
    private static AllocationProblem Brim(int seed)
    {
        var random = new Random(seed);
        var grams = Enumerable.Range(0, 12).Select(_ => (long)random.Next(1, 1_000_000)).ToArray();
        var builder = new AllocationProblemBuilder();
        for (int d = 0; d < 4; d++)
        {
            builder.AddDonation(grams[(3 * d)..(3 * d + 3)].Sum(), 1);
        }

        for (int n = 0; n < 3; n++)
        {
            builder.AddNgo(Enumerable.Range(0, 4).Sum(d => grams[3 * d + n]), 4);
        }

        for (int a = 0; a < 12; a++)
        {
            builder.AddArc(a / 3, a % 3, 1, 0, grams[a]);
        }

        return builder.Build();
    }
}
