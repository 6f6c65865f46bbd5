using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Strategies;
using Thesis.OptEngine.Requests;
using Thesis.OptEngine.Solving;
using Xunit.Abstractions;

namespace Thesis.OptEngine.Tests.Requests;

/// <summary>A region solved again after a small change, as Allocation asks for it: from the lots of the last plan, its
/// prices, or both. The table of the first test is the one in docs/engine.md.</summary>
public class ResolveTests(ITestOutputHelper output)
{
    private static readonly RequestSolver Solver = new(new NativeSolver());

    [Theory]
    [InlineData(300, 40, 1)]
    [InlineData(300, 40, 2)]
    [InlineData(300, 40, 3)]
    [InlineData(600, 80, 1)]
    [InlineData(600, 80, 2)]
    public void One_donation_more_is_placed_for_a_fraction_of_the_work_where_prices_are_known(int foods, int ngos, int seed)
    {
        var request = Town(foods, ngos, seed);
        var first = Solver.Solve(request);
        Add(request, seed);
        var lots = request.Clone();
        lots.Previous.AddRange(Lots(first));
        var prices = request.Clone();
        prices.Prices = first.Prices;
        var both = lots.Clone();
        both.Prices = first.Prices;
        _ = Solver.Solve(both); // Compiled before it is measured.

        output.WriteLine($"{foods} x {ngos}, seed {seed}: prices of {first.Prices.CalculateSize()} bytes");
        long cold = Work("nothing", request);
        Work("lots", lots);
        Assert.InRange(Work("prices", prices), 0, cold / 3);
        Assert.InRange(Work("lots_and_prices", both), 0, cold / 8);
    }

    [Fact]
    public void Prices_and_lots_find_their_places_however_the_request_is_numbered()
    {
        var request = Town(300, 40, seed: 1);
        var first = Solver.Solve(request);
        Add(request, seed: 1);
        long cold = Solver.Solve(request).Work;
        request.Previous.AddRange(Lots(first));
        request.Prices = first.Prices;
        var (foods, ngos) = (request.Foods.Reverse().ToList(), request.Ngos.Reverse().ToList());
        request.Foods.Clear();
        request.Foods.AddRange(foods);
        request.Ngos.Clear();
        request.Ngos.AddRange(ngos);
        Assert.InRange(Work("lots_and_prices", request), 0, cold / 8);
    }

    [Fact]
    public void The_same_request_with_prices_has_the_same_answer_on_any_number_of_threads()
    {
        var request = Town(300, 40, seed: 2);
        (request.WorkLimit, request.TargetGap) = (300, 0);
        var first = Solver.Solve(request);
        Assert.NotEmpty(first.Prices.StepPrices);
        Add(request, seed: 2);
        request.Prices = first.Prices;
        var again = Untimed(Solver.Solve(request));
        Assert.Equal("prices", again.StartedFrom);
        foreach (int threads in (int[])[1, 2, 3])
        {
            var answer = Untimed(new RequestSolver(new NativeSolver(), SolveLimits.Usual with { Threads = threads }).Solve(request.Clone()));
            Assert.Equal(again.ToByteString(), answer.ToByteString());
        }
    }

    [Fact]
    public void Prices_of_steps_survive_the_journey()
    {
        var request = Town(200, 30, seed: 4); // Too many arcs for branch and bound, whose bound is not one of prices.
        (request.WorkLimit, request.TargetGap) = (900, 0);
        var first = Solver.Solve(request);
        Assert.NotEmpty(first.Prices.StepPrices);
        request.WorkLimit = 40; // A few evaluations of each bound.
        double cold = Solver.Solve(request).Bound;
        request.Prices = first.Prices;
        double priced = Solver.Solve(request).Bound;
        request.Prices = first.Prices.Clone();
        request.Prices.Units = 0;
        double bare = Solver.Solve(request).Bound;
        // Rounded to the digits of a float, they prove nearly what they proved before; without the steps a part is lost.
        Assert.InRange(priced, 0, first.Bound * (1 + 1e-5));
        Assert.True(priced < bare && priced < cold, $"bounds: {priced} with steps, {bare} without, {cold} cold");
    }

    [Theory]
    [InlineData("another version")]
    [InlineData("lists of different lengths")]
    [InlineData("too large")]
    [InlineData("strangers' prices")]
    [InlineData("too many units")]
    public void Prices_that_do_not_serve_are_left_out(string why)
    {
        var request = Town(60, 10, seed: 5);
        var plain = Untimed(Solver.Solve(request));
        request.Prices = plain.Prices.Clone();
        Assert.Equal("prices", Solver.Solve(request).StartedFrom);
        switch (why)
        {
            case "another version":
                request.Prices.SolverVersion = "native/0.1";
                break;
            case "lists of different lengths":
                request.Prices.Supply.RemoveAt(0);
                break;
            case "too large":
                request.Prices.StepGaps.AddRange(Enumerable.Repeat(1UL, PricesById.MostBytes / 4));
                request.Prices.StepPrices.AddRange(Enumerable.Repeat(1f, PricesById.MostBytes / 4));
                break;
            case "strangers' prices":
                Replace(request.Prices.NgoIds, id => id + 100_000);
                break;
            default:
                request.Prices.Units = 65;
                break;
        }

        Assert.Equal(plain.ToByteString(), Untimed(Solver.Solve(request)).ToByteString());
    }

    [Fact]
    public void Whatever_the_prices_say_the_bound_holds() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(
        Gen.Choose(0, 1_000_000).ToArbitrary(),
        seed =>
        {
            var random = new Random(seed);
            var request = Town(12 + seed % 20, 3 + seed % 4, seed);
            (request.WorkLimit, request.TargetGap) = (60, 0);
            var plain = Solver.Solve(request);
            request.Prices = plain.Prices;
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                Disturb(request.Prices, random);
            }

            request.WorkLimit = 1 + seed % 60;
            var answer = Solver.Solve(AllocationRequest.Parser.ParseFrom(request.ToByteArray()));
            return answer.Bound >= plain.ObjectiveValue - 1e-6 && plain.Bound >= answer.ObjectiveValue - 1e-6
                && answer.Bound >= answer.ObjectiveValue;
        }));

    [Fact]
    public void Large_prices_lose_their_steps_first()
    {
        var request = Town(40, 6, seed: 6);
        (request.WorkLimit, request.TargetGap) = (300, 0);
        var steps = Solver.Solve(request).Prices;
        Assert.NotEmpty(steps.StepPrices);
        var wide = new DualPrices(new double[40], new double[6], new double[6])
        {
            Steps = new StepPrices(new double[40], [.. Enumerable.Range(0, 200_000).Select(i => (i % 40, i % 6))], [.. Enumerable.Repeat(1.5, 400_000)], 2, 0),
        };
        var kept = PricesById.Of(request, wide, "native/1.0");
        Assert.NotNull(kept);
        Assert.Equal((0, 0), (kept.StepPrices.Count, kept.Units));
        Assert.Equal(40, kept.Supply.Count);
    }

    [Fact]
    public void A_request_without_a_time_limit_has_that_of_a_strategy_without_one()
    {
        var request = SampleRequest.One();
        request.Weights = new Weights { Preferred = 1, NotPreferred = 1 };
        var seen = new OptionsSeen();
        new RequestSolver(seen).Solve(request);
        var usual = TimeSpan.FromMilliseconds(StrategyField.All.Single(field => field.Path == "limits.timeMs").Otherwise);
        Assert.InRange(seen.Options?.TimeLimit ?? TimeSpan.Zero, usual - TimeSpan.FromSeconds(5), usual);
    }

    private long Work(string startedFrom, AllocationRequest request)
    {
        var before = Environment.CpuUsage.UserTime;
        var answer = Solver.Solve(request);
        var cpu = Environment.CpuUsage.UserTime - before;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {startedFrom,-16} work {answer.Work,4}, CPU {cpu.TotalMilliseconds,4:0} ms, gap {100 * answer.Gap:0.000} %, value {answer.ObjectiveValue:0.0}"));
        Assert.Equal((startedFrom, "target_gap"), (answer.StartedFrom, answer.StoppedBy));
        Assert.InRange(answer.Gap, 0, 0.005);
        return answer.Work;
    }

    private static AllocationResponse Untimed(AllocationResponse response)
    {
        response.SolveMs = 0;
        return response;
    }

    private static IEnumerable<PlannedLot> Lots(AllocationResponse plan) =>
        plan.Allocations.Select(a => new PlannedLot { NgoId = a.NgoId, FoodDonationId = a.FoodDonationId, Quantity = a.AllocatedQuantity });

    private static void Add(AllocationRequest request, int seed)
    {
        var added = SampleRequest.City(foods: 1, ngos: 0, seed: 900 + seed).Foods[0];
        added.Id = 77_000;
        request.Foods.Insert(request.Foods.Count / 2, added);
    }

    /// <summary>A city whose NGOs have room for three quarters of the food and slots for a little more than all of it.</summary>
    private static AllocationRequest Town(int foods, int ngos, int seed)
    {
        var request = SampleRequest.City(foods, ngos, seed);
        var random = new Random(seed);
        double supply = request.Foods.Sum(f => f.RemainingQuantity);
        foreach (var ngo in request.Ngos)
        {
            ngo.StorageCapacity = Math.Round(0.75 * supply / ngos * (0.4 + 1.2 * random.NextDouble()), 1);
            ngo.Slots = Math.Max(2, (int)(1.25 * foods / ngos * (0.6 + 0.8 * random.NextDouble())));
        }

        request.ReturnPrices = true;
        return request;
    }

    private static void Replace<T>(IList<T> items, Func<T, T> change)
    {
        for (int i = 0; i < items.Count; i++)
        {
            items[i] = change(items[i]);
        }
    }

    private static void Disturb(PlanPrices prices, Random random)
    {
        float[] odd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, -1, 1e-40f, 1e9f];
        float Odd(float price) => random.Next(4) > 0 ? price : odd[random.Next(odd.Length)] * (random.Next(2) == 0 ? 1 : (float)random.NextDouble());
        switch (random.Next(9))
        {
            case 0:
                Replace(prices.Supply, Odd);
                break;
            case 1:
                Replace(prices.Capacity, Odd);
                break;
            case 2:
                Replace(prices.Slot, Odd);
                break;
            case 3:
                Replace(prices.StepPrices, Odd);
                break;
            case 4:
                Replace(prices.StepGaps, gap => random.Next(4) > 0 ? gap : (ulong)random.NextInt64(long.MinValue, long.MaxValue));
                break;
            case 5:
                Replace(prices.FoodDonationIds, id => random.Next(4) > 0 ? id : random.NextInt64(0, 2000));
                break;
            case 6:
                prices.Units = random.Next(-1, 70);
                break;
            case 7:
                prices.Slack = random.Next(2) == 0 ? double.NaN : random.NextDouble() * 1e300;
                break;
            default:
                int more = random.Next(1, 2000);
                prices.StepGaps.AddRange(Enumerable.Repeat((ulong)random.Next(0, 3), more));
                prices.StepPrices.AddRange(Enumerable.Repeat((float)random.NextDouble() * 100, more));
                break;
        }
    }

    /// <summary>The native solver, asked in sight of the test.</summary>
    private sealed class OptionsSeen : IAllocationSolver
    {
        public SolveOptions? Options { get; private set; }

        public string Version => "native/1.0";

        public SolveResult Solve(OptEngine.Model.AllocationProblem problem, SolveOptions options, CancellationToken cancellationToken = default)
        {
            Options = options;
            return new NativeSolver().Solve(problem, options, cancellationToken);
        }
    }
}
