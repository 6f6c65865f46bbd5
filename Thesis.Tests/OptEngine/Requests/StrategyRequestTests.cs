using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Strategies;
using Thesis.OptEngine.Requests;
using Thesis.OptEngine.Solving;

namespace Thesis.OptEngine.Tests.Requests;

public class StrategyRequestTests
{
    private static readonly RequestSolver Solver = new(new NativeSolver());

    [Theory]
    [InlineData(0, 1.1)]
    [InlineData(0.5, 1.05)]
    [InlineData(1, 1)]
    [InlineData(2, 0.9)]
    [InlineData(3, 0.8)]
    [InlineData(100, 0.8)]
    public void A_fairness_curve_is_linear_between_its_points_and_level_outside(double received, double factor)
    {
        var curve = BuiltInStrategies.Find("balanced-2")?.Document.Curve.Select(p => new FairnessPoint { Received = p.Received, Factor = p.Factor }).ToList() ?? [];
        Assert.Equal(factor, FairnessCurve.At(curve, received), 9);
    }

    [Theory]
    [InlineData(-9, -1, false)] // Closed since an hour.
    [InlineData(-9, 1, true)]
    [InlineData(20, 30, true)] // The food waits for the NGO.
    [InlineData(24.01, 30, false)] // It would have spoilt.
    [InlineData(0, 0.1, false)] // Closed before it could arrive.
    public void Food_arrives_while_the_NGO_is_open_and_before_it_spoils(double opens, double closes, bool arrives)
    {
        var request = SampleRequest.One();
        request.StrategyVersion = "balanced-2";
        request.Ngos[0].Openings.Add(Opening(opens, closes));
        var response = Solver.Solve(request);
        Assert.Equal(arrives ? 1 : 0, response.Allocations.Count);
        if (!arrives)
        {
            Assert.Equal("opening_hours", Assert.Single(Assert.Single(response.Donations).Limits).Kind);
        }
    }

    [Fact]
    public void A_pickup_window_ends_the_waiting_for_an_opening()
    {
        var request = SampleRequest.One();
        request.StrategyVersion = "balanced-2";
        request.Ngos[0].Openings.Add(Opening(5, 6));
        request.Foods[0].PickupUntilEpochMs = SampleRequest.Now + 4 * SampleRequest.Hour;
        Assert.Empty(Solver.Solve(request).Allocations);
        request.Foods[0].PickupUntilEpochMs = SampleRequest.Now + 5 * SampleRequest.Hour;
        Assert.Single(Solver.Solve(request).Allocations);
    }

    [Fact]
    public void Strategies_of_the_first_version_do_not_heed_opening_hours()
    {
        var request = SampleRequest.One();
        request.Ngos[0].Openings.Add(Opening(-9, -1));
        Assert.Single(Solver.Solve(request).Allocations);
        Assert.Single(request.Ngos[0].Openings); // The caller's request stays as it was.
    }

    [Fact]
    public void An_NGO_receives_from_no_more_donations_than_it_may()
    {
        var request = SampleRequest.City(foods: 12, ngos: 1);
        (request.Ngos[0].StorageCapacity, request.Ngos[0].Slots, request.MaximumSources) = (1000, 10, 3);
        Assert.Equal(3, Solver.Solve(request).Allocations.Count);
        request.Ngos[0].SourcesUsed = 2;
        Assert.Single(Solver.Solve(request).Allocations);
        request.Ngos[0].SourcesUsed = 5;
        Assert.Empty(Solver.Solve(request).Allocations);
    }

    [Fact]
    public void Storage_of_a_class_limits_what_arrives_of_it()
    {
        var request = SampleRequest.One();
        request.Foods.Add(SampleRequest.Food(11));
        request.Foods[1].StorageClass = "frozen";
        request.Ngos[0].StorageLimits.Add(new StorageLimit { StorageClass = "frozen", Capacity = 20 });
        var response = Solver.Solve(request);
        Assert.Equal([50d, 20d], response.Allocations.OrderBy(a => a.FoodDonationId).Select(a => a.AllocatedQuantity));
        Assert.Equal("storage_capacity", Assert.Single(Assert.Single(response.Donations).Limits).Kind);
        request.Ngos[0].StorageLimits[0].Capacity = 4.999;
        Assert.Equal(50, Assert.Single(Solver.Solve(request).Allocations).AllocatedQuantity);
    }

    [Fact]
    public void A_margin_before_expiry_counts()
    {
        var request = SampleRequest.One();
        request.Foods[0].ExpirationEpochMs = SampleRequest.Now + SampleRequest.Hour;
        request.Travel = new TravelLimits();
        Assert.Single(Solver.Solve(request).Allocations);
        request.Travel.MarginMinutes = 45;
        Assert.Equal("expiry", Assert.Single(Assert.Single(Solver.Solve(request).Donations).Limits).Kind);
    }

    [Fact]
    public void Decisions_that_stand_are_part_of_the_plan_whatever_the_rest_does()
    {
        var request = SampleRequest.One();
        request.Ngos.Add(SampleRequest.Ngo(2));
        (request.Ngos[0].PriorityLevel, request.Ngos[1].PriorityLevel) = (5, 1);
        request.Fixed.Add(new PlannedLot { NgoId = 2, FoodDonationId = 10, Quantity = 12.345 });
        var response = Solver.Solve(request);
        Assert.Equal([(2L, 12.345), (1L, 37.655)], response.Allocations.Select(a => (a.NgoId, a.AllocatedQuantity)));
        Assert.Equal(response.ObjectiveValue, response.Allocations.Sum(a => a.Explanation.NetValue), 6);
        Assert.True(response.Bound >= response.ObjectiveValue);
    }

    [Theory]
    [InlineData(2, 10, 50.001)]
    [InlineData(2, 11, 1)]
    [InlineData(3, 10, 1)]
    [InlineData(2, 10, 0)]
    public void Decisions_that_cannot_stand_are_refused_by_name(long ngo, long food, double kg)
    {
        var request = SampleRequest.One();
        request.Ngos.Add(SampleRequest.Ngo(2));
        request.Fixed.Add(new PlannedLot { NgoId = ngo, FoodDonationId = food, Quantity = kg });
        var response = Solver.Solve(request);
        Assert.Equal("invalid", response.Status);
        Assert.StartsWith("fixed[0]", response.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_keeps_to_the_last_one_unless_the_change_pays()
    {
        var request = SampleRequest.One();
        request.Ngos.Add(SampleRequest.Ngo(2));
        request.Ngos[1].RecentKg = 1; // A little less worth than the first.
        Assert.Equal(1, Assert.Single(Solver.Solve(request).Allocations).NgoId);
        request.Previous.Add(new PlannedLot { NgoId = 2, FoodDonationId = 10, Quantity = 50 });
        request.ChurnPenalty = 0.5;
        var kept = Assert.Single(Solver.Solve(request).Allocations);
        Assert.Equal((2L, 0.5), (kept.NgoId, kept.Explanation.Stability));
        request.ChurnPenalty = 0.001;
        Assert.Equal(1, Assert.Single(Solver.Solve(request).Allocations).NgoId);
    }

    [Fact]
    public void The_second_versions_of_the_strategies_decide_differently()
    {
        var request = SampleRequest.One();
        request.Ngos.Add(SampleRequest.Ngo(2));
        (request.Ngos[1].Latitude, request.Ngos[0].RecentKg) = (33.7, 300);
        request.StrategyVersion = "balanced-2";
        Assert.Equal(1, Assert.Single(Solver.Solve(request).Allocations).NgoId);
        request.StrategyVersion = "equity-2";
        Assert.Equal(2, Assert.Single(Solver.Solve(request).Allocations).NgoId);
    }

    [Fact]
    public void A_request_larger_than_a_job_may_be_is_refused_with_the_remedy()
    {
        var small = new RequestSolver(new NativeSolver(), SolveLimits.Usual with { MostBytes = 10_000 });
        var response = small.Solve(SampleRequest.City(foods: 40, ngos: 10));
        Assert.Equal("invalid", response.Status);
        Assert.Contains("max_candidates", response.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_beyond_a_jobs_limit_is_not_spent()
    {
        var limited = new RequestSolver(new NativeSolver(), SolveLimits.Usual with { MostWork = 50 });
        var request = SampleRequest.City(foods: 150, ngos: 30);
        request.WorkLimit = 1_000_000;
        Assert.InRange(limited.Solve(request).Work, 0, 60);
    }

    private static Opening Opening(double fromHours, double untilHours) => new()
    {
        FromEpochMs = SampleRequest.Now + (long)(fromHours * SampleRequest.Hour),
        UntilEpochMs = SampleRequest.Now + (long)(untilHours * SampleRequest.Hour),
    };
}
