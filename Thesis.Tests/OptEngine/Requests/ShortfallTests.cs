using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Requests;
using Thesis.OptEngine.Solving;

namespace Thesis.OptEngine.Tests.Requests;

/// <summary>What the engine says of NGOs and donations that fell short.</summary>
public class ShortfallTests
{
    private static readonly RequestSolver Solver = new(new NativeSolver());

    [Theory]
    [MemberData(nameof(Obstacles))]
    public void What_keeps_food_and_NGO_apart_is_named_on_both_sides(string kind, Action<AllocationRequest> change)
    {
        var request = SampleRequest.One();
        change(request);
        var response = Solver.Solve(request);
        Assert.Equal(kind, Assert.Single(Assert.Single(response.Donations).Limits).Kind);
        Assert.Equal(1, response.Donations[0].Limits[0].Pairs);
        Assert.Contains(Assert.Single(response.Ngos).Limits, limit => limit.Kind == kind);
    }

    public static TheoryData<string, Action<AllocationRequest>> Obstacles => new()
    {
        { "distance", r => r.Travel = new TravelLimits { MaxKm = 5 } },
        { "expiry", r => r.Foods[0].ExpirationEpochMs = SampleRequest.Now + 20 * 60_000 },
        { "pickup_window", r => r.Foods[0].PickupUntilEpochMs = SampleRequest.Now - 1 },
        { "storage_class", r => { r.Foods[0].StorageClass = "frozen"; r.Ngos[0].StorageClasses.Add("ambient"); } },
        { "excluded", r => r.Excluded.Add(new ExcludedPair { NgoId = 1, FoodDonationId = 10 }) },
        { "capacity", r => r.Ngos[0].StorageCapacity = 4.999 },
        { "capacity", r => (r.Ngos[0].StorageCapacity, r.Weights) = (6, new Weights { CostPerKm = 2, Preferred = 1, NotPreferred = 1 }) },
        { "storage_capacity", r => r.Ngos[0].StorageLimits.Add(new StorageLimit { StorageClass = "ambient", Capacity = 4 }) },
        { "minimum_lot", r => r.Foods[0].SmallestLot = 60 },
        { "opening_hours", r => { r.Weights = new Weights { Preferred = 1, NotPreferred = 1 }; r.Ngos[0].Openings.Add(new Opening { FromEpochMs = SampleRequest.Now + 48 * SampleRequest.Hour, UntilEpochMs = SampleRequest.Now + 50 * SampleRequest.Hour }); } },
        { "slots", r => r.Ngos[0].Slots = 0 },
        { "trip_cost", r => r.Weights = new Weights { CostPerKm = 1000, Preferred = 1, NotPreferred = 1 } },
    };

    [Fact]
    public void A_full_NGO_limits_the_donation_and_one_more_kg_is_worth_what_it_would_bring()
    {
        var request = SampleRequest.One();
        (request.Ngos[0].StorageCapacity, request.WorkLimit) = (30, 200);
        var response = Solver.Solve(request);
        var limit = Assert.Single(Assert.Single(response.Donations).Limits);
        Assert.Equal(("capacity", 1L), (limit.Kind, limit.NgoId));
        Assert.Equal(20, response.Donations[0].Left);

        request.Ngos[0].StorageCapacity = 31;
        double gain = Solver.Solve(request).ObjectiveValue - response.ObjectiveValue;
        Assert.InRange(Assert.Single(response.Ngos).CapacityPrice, 0.8 * gain, 1.2 * gain);
    }

    [Fact]
    public void Who_outbid_an_NGO_is_named_with_the_price()
    {
        var request = SampleRequest.One();
        request.Ngos.Add(SampleRequest.Ngo(2));
        (request.Ngos[0].PriorityLevel, request.Ngos[1].PriorityLevel, request.WorkLimit) = (5, 1, 200);
        var response = Solver.Solve(request);
        var limit = Assert.Single(response.Ngos.Single(n => n.NgoId == 2).Limits);
        Assert.Equal(("outbid", 1L, 10L), (limit.Kind, limit.NgoId, limit.FoodDonationId));
        Assert.True(limit.Price > 0, $"price {limit.Price}");
        Assert.Empty(response.Donations);
    }

    [Fact]
    public void Slots_that_are_used_up_are_named()
    {
        var request = SampleRequest.City(foods: 6, ngos: 1);
        (request.Ngos[0].StorageCapacity, request.Ngos[0].Slots) = (10_000, 2);
        var response = Solver.Solve(request);
        Assert.Contains(Assert.Single(response.Ngos).Limits, limit => limit.Kind == "slots");
        Assert.All(response.Donations, donation => Assert.Contains(donation.Limits, limit => limit.Kind == "slots"));
        Assert.Equal(4, response.Donations.Count);
    }

    [Fact]
    public void Every_kg_left_has_a_reason_and_quantities_add_up()
    {
        var request = SampleRequest.City(foods: 120, ngos: 15);
        var response = Solver.Solve(request);
        Assert.All(response.Donations, donation =>
        {
            Assert.NotEmpty(donation.Limits);
            Assert.Equal(request.Foods.Single(f => f.Id == donation.FoodDonationId).RemainingQuantity, donation.Allocated + donation.Left, 6);
        });
        Assert.All(response.Ngos, ngo =>
        {
            Assert.True(ngo.Left < 5 || ngo.Limits.Count > 0, $"NGO {ngo.NgoId} has {ngo.Left} kg free and no reason");
            Assert.Equal(response.Allocations.Where(a => a.NgoId == ngo.NgoId).Sum(a => a.AllocatedQuantity), ngo.Received, 6);
        });
        request.Brief = true;
        Assert.Empty(Solver.Solve(request).Ngos);
    }

    [Fact]
    public void The_terms_of_the_allocations_add_up_to_the_objective()
    {
        var response = Solver.Solve(SampleRequest.City(foods: 60, ngos: 10));
        Assert.Equal(response.ObjectiveValue, response.Allocations.Sum(a => a.Explanation.NetValue), 6);
    }
}
