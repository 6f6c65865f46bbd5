using Google.Protobuf;
using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Requests;
using Thesis.OptEngine.Solving;

namespace Thesis.OptEngine.Tests.Requests;

public class RequestSolverTests
{
    private static readonly RequestSolver Solver = new(new NativeSolver());

    [Fact]
    public void One_donation_goes_to_the_one_NGO_with_the_terms_of_its_value()
    {
        var response = Solver.Solve(SampleRequest.One());
        Assert.Equal("optimal", response.Status);
        var allocation = Assert.Single(response.Allocations);
        Assert.Equal((1L, 10L, 50d), (allocation.NgoId, allocation.FoodDonationId, allocation.AllocatedQuantity));
        Assert.InRange(allocation.Km, 5.5, 6);
        var why = allocation.Explanation;
        Assert.Equal(1 + 0.5 * 2 / 4, why.PriorityFactor);
        Assert.Equal(1.25, why.UrgencyFactor);
        Assert.Equal(why.PriorityFactor * why.UrgencyFactor, why.ValuePerKg, 6);
        Assert.Equal(0.4 * allocation.Km, why.TripCost, 6);
        Assert.Equal(50 * why.ValuePerKg - why.TripCost, response.ObjectiveValue, 6);
        Assert.True(response.Bound >= response.ObjectiveValue && response.Gap <= 1e-6);
        Assert.Equal("balanced-1", response.StrategyVersion);
        Assert.NotEqual("", response.SolverVersion);
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void Each_limit_keeps_the_food_where_it_is(string limit, Action<AllocationRequest> change)
    {
        var request = SampleRequest.One();
        change(request);
        var response = Solver.Solve(request);
        Assert.True(response.Allocations.Count == 0, limit);
        Assert.Equal(limit.StartsWith("no ", StringComparison.Ordinal) ? "empty" : "infeasible", response.Status);
        Assert.NotEqual("", response.Reason);
    }

    public static TheoryData<string, Action<AllocationRequest>> Limits => new()
    {
        { "distance", r => r.Travel = new TravelLimits { MaxKm = 5 } },
        { "expiry", r => r.Foods[0].ExpirationEpochMs = SampleRequest.Now + 20 * 60_000 },
        { "expired", r => r.Foods[0].ExpirationEpochMs = SampleRequest.Now - SampleRequest.Hour },
        { "a pickup that starts too late", r => r.Foods[0].PickupFromEpochMs = SampleRequest.Now + 24 * SampleRequest.Hour },
        { "a pickup window that is over", r => r.Foods[0].PickupUntilEpochMs = SampleRequest.Now - 1 },
        { "storage", r => { r.Foods[0].StorageClass = "frozen"; r.Ngos[0].StorageClasses.Add("ambient"); } },
        { "a declined pair", r => r.Excluded.Add(new ExcludedPair { NgoId = 1, FoodDonationId = 10 }) },
        { "capacity", r => r.Ngos[0].StorageCapacity = 4.999 },
        { "slots", r => r.Ngos[0].Slots = 0 },
        { "the smallest lot", r => r.Foods[0].SmallestLot = 50.001 },
        { "the trip's cost", r => r.Weights = new Weights { CostPerKm = 1000, Preferred = 1, NotPreferred = 1 } },
        { "no donations", r => r.Foods.Clear() },
        { "no NGOs", r => r.Ngos.Clear() },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Nonsense_is_answered_by_naming_its_field(string field, Action<AllocationRequest> change)
    {
        var request = SampleRequest.One();
        change(request);
        var response = Solver.Solve(request);
        Assert.Equal("invalid", response.Status);
        Assert.StartsWith(field + ":", response.Reason, StringComparison.Ordinal);
    }

    public static TheoryData<string, Action<AllocationRequest>> Faults => new()
    {
        { "ngos[0].storage_capacity", r => r.Ngos[0].StorageCapacity = -1 },
        { "ngos[0].storage_capacity", r => r.Ngos[0].StorageCapacity = double.NaN },
        { "ngos[0].slots", r => r.Ngos[0].Slots = -1 },
        { "ngos[0].latitude", r => r.Ngos[0].Latitude = 91 },
        { "ngos[0].longitude", r => r.Ngos[0].Longitude = double.PositiveInfinity },
        { "ngos[0].priority_level", r => r.Ngos[0].PriorityLevel = 6 },
        { "ngos[0].recent_kg", r => r.Ngos[0].RecentKg = -1 },
        { "ngos[0].storage_classes", r => r.Ngos[0].StorageClasses.Add("cellar") },
        { "ngos[1].id", r => r.Ngos.Add(SampleRequest.Ngo(1)) },
        { "foods[1].id", r => r.Foods.Add(SampleRequest.Food(10)) },
        { "foods[0].remaining_quantity", r => r.Foods[0].RemainingQuantity = 1e300 },
        { "foods[0].smallest_lot", r => r.Foods[0].SmallestLot = -0.001 },
        { "foods[0].storage_class", r => r.Foods[0].StorageClass = new string('x', 1000) },
        { "foods[0].pickup_until_epoch_ms", r => (r.Foods[0].PickupFromEpochMs, r.Foods[0].PickupUntilEpochMs) = (2, 1) },
        { "minimum_allocation", r => r.MinimumAllocation = double.NaN },
        { "time_limit_ms", r => r.TimeLimitMs = -1 },
        { "work_limit", r => r.WorkLimit = -1 },
        { "travel.max_km", r => r.Travel = new TravelLimits { MaxKm = -1 } },
        { "travel.road_factor", r => r.Travel = new TravelLimits { RoadFactor = 0.5 } },
        { "weights.fairness", r => r.Weights = new Weights { Fairness = 1.1 } },
        { "strategy_version", r => r.StrategyVersion = "unheard-of" },
    };

    [Fact]
    public void Preferred_food_and_neglected_NGOs_come_first()
    {
        var request = SampleRequest.One();
        request.Ngos.Add(SampleRequest.Ngo(2));
        request.Ngos[1].FoodPreferences.Add("produce");
        Assert.Equal(2, Assert.Single(Solver.Solve(request).Allocations).NgoId);
        request.Ngos[1].FoodPreferences.Clear();
        request.Ngos[0].RecentKg = 500;
        Assert.Equal(2, Assert.Single(Solver.Solve(request).Allocations).NgoId);
    }

    [Fact]
    public void The_built_in_strategies_decide_differently()
    {
        var request = SampleRequest.One();
        request.Ngos.Add(SampleRequest.Ngo(2));
        (request.Ngos[1].Latitude, request.Ngos[1].PriorityLevel, request.Ngos[0].PriorityLevel) = (33.8, 4, 3);
        request.Foods[0].RemainingQuantity = 30;
        request.StrategyVersion = "balanced-1";
        Assert.Equal(1, Assert.Single(Solver.Solve(request).Allocations).NgoId);
        request.StrategyVersion = "equity-1";
        Assert.Equal(2, Assert.Single(Solver.Solve(request).Allocations).NgoId);
    }

    [Fact]
    public void Nothing_is_allocated_beyond_quantities_capacities_and_slots()
    {
        var request = SampleRequest.City(foods: 120, ngos: 25);
        var response = Solver.Solve(request);
        Assert.True(response.Gap <= 0.01, $"gap {response.Gap}");
        Assert.All(response.Allocations.GroupBy(a => a.FoodDonationId), g =>
            Assert.True(g.Sum(a => (decimal)a.AllocatedQuantity) <= (decimal)request.Foods.Single(f => f.Id == g.Key).RemainingQuantity));
        Assert.All(response.Allocations.GroupBy(a => a.NgoId), g =>
        {
            var ngo = request.Ngos.Single(n => n.Id == g.Key);
            Assert.True(g.Sum(a => (decimal)a.AllocatedQuantity) <= (decimal)ngo.StorageCapacity && g.Count() <= ngo.Slots);
        });
    }

    [Fact]
    public void A_request_is_answered_alike_every_time()
    {
        var first = Solver.Solve(SampleRequest.City(60, 15));
        var second = Solver.Solve(SampleRequest.City(60, 15));
        (first.SolveMs, second.SolveMs) = (0, 0);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Requests_with_random_bytes_changed_are_answered_or_fail_to_parse()
    {
        var random = new Random(3);
        byte[] right = SampleRequest.City(6, 4).ToByteArray();
        for (int trial = 0; trial < 300; trial++)
        {
            var bytes = (byte[])right.Clone();
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            AllocationRequest request;
            try
            {
                request = AllocationRequest.Parser.ParseFrom(bytes);
            }
            catch (InvalidProtocolBufferException)
            {
                continue;
            }

            (request.WorkLimit, request.TimeLimitMs) = (1, Math.Abs(request.TimeLimitMs % 100));
            Assert.NotEqual("", Solver.Solve(request).Status);
        }
    }
}
