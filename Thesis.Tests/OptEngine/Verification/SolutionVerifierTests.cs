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
}
