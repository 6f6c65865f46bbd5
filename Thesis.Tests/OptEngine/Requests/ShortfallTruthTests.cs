using FsCheck;
using FsCheck.Fluent;
using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Requests;
using Thesis.OptEngine.Solving;

namespace Thesis.OptEngine.Tests.Requests;

/// <summary>What is said of a shortfall is true: where the reason is known by construction it comes first, and what lifting
/// a limit is said to gain is gained when the problem with the limit lifted is solved.</summary>
public class ShortfallTruthTests
{
    private const double Tolerance = 1e-4;
    private static readonly RequestSolver Solver = new(new NativeSolver());
    private static Weights Plain => new() { Priority = 1, Preferred = 1, NotPreferred = 1 };
    private static readonly Config Few = Config.QuickThrowOnFailure.WithMaxTest(20);

    [Fact]
    public void An_NGO_whose_slots_are_used_is_told_which_food_one_more_would_have_brought()
    {
        var request = SampleRequest.One();
        (request.Ngos[0].Slots, request.WorkLimit) = (1, 200);
        var small = SampleRequest.Food(11);
        small.RemainingQuantity = 22;
        request.Foods.Add(small);
        var response = Solver.Solve(request);

        var ngo = Assert.Single(response.Ngos);
        Assert.Equal(("slots", 11L, 22.0, 0L), Remedy(ngo.Limits[0]));
        Assert.Equal(50, ngo.Left);
        Assert.Equal(0, ngo.CapacityPrice); // It has room for 50 kg more already.
        Assert.Equal(("slots", 1L, 22.0), (response.Donations[0].Limits[0].Kind, response.Donations[0].Limits[0].NgoId, response.Donations[0].Limits[0].Quantity));
        AssertGains(request, response, ngo.SlotPrice, r => r.Ngos[0].Slots++);
    }

    [Fact]
    public void A_full_NGO_is_told_what_more_room_would_bring()
    {
        var request = SampleRequest.One();
        (request.Ngos[0].StorageCapacity, request.WorkLimit) = (30, 200);
        var response = Solver.Solve(request);

        var ngo = Assert.Single(response.Ngos);
        Assert.Equal(("capacity", 10L, 20.0, 0L), Remedy(ngo.Limits[0]));
        AssertGains(request, response, ngo.CapacityPrice, r => r.Ngos[0].StorageCapacity++);
        AssertGains(request, response, ngo.Limits[0].Gain, r => r.Ngos[0].StorageCapacity += 20);
    }

    [Fact]
    public void One_more_kg_is_worth_nothing_where_it_is_too_little_for_a_lot()
    {
        var request = SampleRequest.One();
        (request.Ngos[0].StorageCapacity, request.WorkLimit) = (50, 200);
        request.Foods.Add(SampleRequest.Food(11));
        var response = Solver.Solve(request);

        var ngo = Assert.Single(response.Ngos);
        Assert.Equal(0, ngo.Left);
        Assert.Equal(0, ngo.CapacityPrice);
        Assert.Equal(50, ngo.Limits[0].Quantity);
        AssertGains(request, response, 0, r => r.Ngos[0].StorageCapacity++);
        AssertGains(request, response, ngo.Limits[0].Gain, r => r.Ngos[0].StorageCapacity += 50);
    }

    [Fact]
    public void One_more_kg_at_one_NGO_is_worth_what_another_can_then_take_of_what_is_left()
    {
        var request = Sharing(capacity: 20, smallestLot: 5);
        var response = Solver.Solve(request);

        double price = response.Ngos.Single(n => n.NgoId == 1).CapacityPrice;
        Assert.Equal(2, price, 6); // A kg here for a kg there, and there a frozen kg in its place: 2 - 1 + 1.
        AssertGains(request, response, price, r => r.Ngos[0].StorageCapacity++);
    }

    [Fact]
    public void One_more_kg_is_worth_nothing_where_another_would_be_left_with_less_than_a_lot()
    {
        var request = Sharing(capacity: 30, smallestLot: 20);
        var response = Solver.Solve(request);

        Assert.Equal(0, response.Ngos.Single(n => n.NgoId == 1).CapacityPrice);
        AssertGains(request, response, 0, r => r.Ngos[0].StorageCapacity++);
    }

    [Fact]
    public void Full_storage_of_a_class_is_named_though_there_is_room()
    {
        var request = SampleRequest.One();
        request.Ngos[0].StorageLimits.Add(new StorageLimit { StorageClass = "ambient", Capacity = 20 });
        request.WorkLimit = 200;
        var response = Solver.Solve(request);

        var ngo = Assert.Single(response.Ngos);
        Assert.Equal(("storage_capacity", 10L, 30.0, 0L), Remedy(Assert.Single(ngo.Limits)));
        Assert.Equal("storage_capacity", Assert.Single(Assert.Single(response.Donations).Limits).Kind);
        Assert.Equal(0, ngo.CapacityPrice);
        AssertGains(request, response, 0, r => r.Ngos[0].StorageCapacity++);
    }

    [Fact]
    public void An_NGO_that_is_outbid_is_told_a_price_between_its_own_bid_and_the_winners()
    {
        var request = SampleRequest.One();
        request.Ngos.Add(SampleRequest.Ngo(2));
        (request.Ngos[0].PriorityLevel, request.Ngos[1].PriorityLevel, request.WorkLimit) = (5, 1, 200);
        var response = Solver.Solve(request);

        var limit = Assert.Single(response.Ngos.Single(n => n.NgoId == 2).Limits);
        double paid = response.Allocations[0].Explanation.NetValue / response.Allocations[0].AllocatedQuantity;
        Assert.Equal(("outbid", 1L, 0.0), (limit.Kind, limit.NgoId, limit.Gain));
        Assert.True(limit.Bid < paid, $"outbid at {paid}, though it bid {limit.Bid}");
        Assert.InRange(limit.Price, limit.Bid, paid);
    }

    [Fact]
    public void A_full_NGO_that_would_pay_more_is_limited_by_its_capacity_and_not_outbid()
    {
        // Two donations, each as large as an NGO is; the better NGO has one and would pay more for the other, too.
        var request = SampleRequest.One();
        request.Weights = Plain;
        request.Ngos.Add(SampleRequest.Ngo(2));
        request.Foods.Add(SampleRequest.Food(11));
        (request.Ngos[0].StorageCapacity, request.Ngos[1].StorageCapacity) = (50, 50);
        (request.Ngos[0].PriorityLevel, request.Ngos[1].PriorityLevel, request.WorkLimit) = (5, 1, 200);
        var response = Solver.Solve(request);

        var limit = response.Ngos.Single(n => n.NgoId == 1).Limits[0];
        Assert.Equal(("capacity", 2L), (limit.Kind, limit.FromNgoId));
        AssertGains(request, response, limit.Gain, r => r.Ngos[0].StorageCapacity += limit.Quantity);
    }

    [Fact]
    public void An_NGO_that_is_full_and_too_far_away_is_too_far_away()
    {
        var request = SampleRequest.One();
        (request.Ngos[0].Slots, request.Travel) = (0, new TravelLimits { MaxKm = 5 });
        Assert.Equal("distance", Assert.Single(Assert.Single(Solver.Solve(request).Donations).Limits).Kind);
    }

    [Fact]
    public void NGOs_that_were_full_before_are_why_food_is_left_and_not_the_one_that_is_too_far_away()
    {
        var request = SampleRequest.One();
        var full = SampleRequest.Ngo(7);
        (full.StorageCapacity, request.Ngos[0].Latitude) = (0, 36);
        request.FullNgos.Add(full);
        var limits = Assert.Single(Solver.Solve(request).Donations).Limits;

        Assert.Equal([("capacity", 7L, 50.0), ("distance", 1L, 0.0)], limits.Select(l => (l.Kind, l.NgoId, l.Quantity)));
    }

    [Fact]
    public void Room_too_small_for_the_trip_is_told_with_what_more_would_bring()
    {
        var request = SampleRequest.One();
        (request.Ngos[0].StorageCapacity, request.Weights, request.WorkLimit) = (6, Plain, 200);
        request.Weights.CostPerKm = 2;
        var response = Solver.Solve(request);

        var limit = Assert.Single(Assert.Single(response.Ngos).Limits);
        Assert.Equal(("capacity", 10L, 50.0, 0L), Remedy(limit));
        AssertGains(request, response, limit.Gain, r => r.Ngos[0].StorageCapacity = 50);
    }

    [Fact]
    public void Full_NGOs_change_nothing_of_the_plan()
    {
        var request = SampleRequest.City(foods: 30, ngos: 5);
        var with = request.Clone();
        with.FullNgos.Add(SampleRequest.Ngo(7));
        with.FullNgos[0].Slots = 0;
        Assert.Equal(Solver.Solve(request).Allocations, Solver.Solve(with).Allocations);
        with.FullNgos.Add(SampleRequest.Ngo(1));
        Assert.StartsWith("full_ngos[1].id", Solver.Solve(with).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lot_never_pays_more_than_it_is_worth() => Assert.All(
        Solver.Solve(SampleRequest.City(foods: 60, ngos: 10)).Allocations,
        lot => Assert.InRange(lot.Explanation.PricePaid, 0, Math.Max(0, lot.Explanation.NetValue)));

    [Fact]
    public void One_more_kg_or_slot_gains_at_least_what_is_said() => Check.One(Few, Prop.ForAll(Seeds(), seed =>
    {
        var request = Town(seed);
        var response = Solver.Solve(request);
        return response.Ngos.All(ngo =>
            Gains(request, response, ngo.CapacityPrice, r => Ngo(r, ngo).StorageCapacity++)
            && Gains(request, response, ngo.SlotPrice, r => Ngo(r, ngo).Slots++));
    }));

    [Fact]
    public void Lifting_the_first_limit_of_an_NGO_gains_at_least_what_is_said() => Check.One(Few, Prop.ForAll(Seeds(), seed =>
    {
        var request = Town(seed);
        var response = Solver.Solve(request);
        return response.Ngos.Where(ngo => ngo.Limits.Count > 0 && ngo.Limits[0].Gain > 0).All(ngo =>
            Gains(request, response, ngo.Limits[0].Gain, r => Lift(Ngo(r, ngo), ngo.Limits[0])));
    }));

    [Fact]
    public void Pairs_that_are_said_to_be_apart_are_apart() => Check.One(Few, Prop.ForAll(Seeds(), seed =>
    {
        var request = Obstructed(seed);
        var response = Solver.Solve(request);
        var limits = response.Ngos.SelectMany(n => n.Limits).Concat(response.Donations.SelectMany(d => d.Limits));
        return limits.All(limit => IsTrue(request, limit));
    }));

    private static bool IsTrue(AllocationRequest request, Limit limit)
    {
        if (limit.Kind is not ("distance" or "expiry" or "opening_hours" or "storage_class"))
        {
            return true;
        }

        var food = request.Foods.Single(f => f.Id == limit.FoodDonationId);
        var ngo = request.Ngos.Single(n => n.Id == limit.NgoId);
        double km = GreatCircle.Km(food.Latitude, food.Longitude, ngo.Latitude, ngo.Longitude) * 1.3;
        double arrival = request.NowEpochMs + (15 + km / 40 * 60) * 60_000;
        return limit.Kind switch
        {
            "distance" => km > request.Travel.MaxKm - 0.001,
            "expiry" => arrival > food.ExpirationEpochMs - 100,
            "opening_hours" => !ngo.Openings.Any(o => o.FromEpochMs < food.ExpirationEpochMs - 100 && o.UntilEpochMs > arrival + 100),
            _ => ngo.StorageClasses.Count > 0 && !ngo.StorageClasses.Contains(food.StorageClass == "" ? "ambient" : food.StorageClass),
        };
    }

    private static (string Kind, long Food, double Kg, long From) Remedy(Limit limit) =>
        (limit.Kind, limit.FoodDonationId, limit.Quantity, limit.FromNgoId);

    private static NGO Ngo(AllocationRequest request, NgoExplanation ngo) => request.Ngos.Single(n => n.Id == ngo.NgoId);

    private static void Lift(NGO ngo, Limit limit)
    {
        switch (limit.Kind)
        {
            case "slots": ngo.Slots++; break;
            case "capacity": ngo.StorageCapacity += limit.Quantity; break;
            case "storage_capacity": ngo.StorageLimits.Clear(); break;
            default: break; // "search": nothing need be lifted.
        }
    }

    /// <summary>The optimum of the changed problem lies above the plan's value by the gain that was said.</summary>
    private static bool Gains(AllocationRequest request, AllocationResponse response, double gain, Action<AllocationRequest> lift)
    {
        var lifted = request.Clone();
        lift(lifted);
        return Solver.Solve(lifted).Bound >= response.ObjectiveValue + gain - Tolerance;
    }

    /// <summary>For problems small enough to be solved exactly: the gain is the one that was said, no less and no more.</summary>
    private static void AssertGains(AllocationRequest request, AllocationResponse response, double gain, Action<AllocationRequest> lift)
    {
        var lifted = request.Clone();
        lift(lifted);
        Assert.Equal(gain, Solver.Solve(lifted).ObjectiveValue - response.ObjectiveValue, 4);
    }

    private static Arbitrary<int> Seeds() => ArbMap.Default.ArbFor<int>().Generator.Select(Math.Abs).ToArbitrary();

    /// <summary>The first NGO shares a donation of 50 kg with the second, which alone can store the other one.</summary>
    private static AllocationRequest Sharing(double capacity, double smallestLot)
    {
        var request = SampleRequest.One();
        (request.Weights, request.WorkLimit) = (Plain, 500);
        request.Ngos.Add(SampleRequest.Ngo(2));
        (request.Ngos[0].StorageCapacity, request.Ngos[0].PriorityLevel) = (capacity, 5);
        (request.Ngos[1].StorageCapacity, request.Ngos[1].PriorityLevel) = (80, 1);
        request.Ngos[0].StorageClasses.Add("ambient");
        request.Foods.Add(SampleRequest.Food(11));
        (request.Foods[1].StorageClass, request.Foods[1].RemainingQuantity) = ("frozen", 70);
        request.Foods[0].SmallestLot = smallestLot;
        return request;
    }

    /// <summary>Few enough donations and NGOs to be solved exactly, so that bounds leave no room for what is not true.</summary>
    private static AllocationRequest Town(int seed)
    {
        var random = new Random(seed);
        var request = SampleRequest.City(foods: 4 + random.Next(4), ngos: 3, seed);
        request.WorkLimit = 100;
        foreach (var ngo in request.Ngos)
        {
            (ngo.StorageCapacity, ngo.Slots) = (20 + random.Next(100), 1 + random.Next(3));
        }

        return request;
    }

    private static AllocationRequest City(int seed)
    {
        var random = new Random(seed);
        var request = SampleRequest.City(foods: 12 + random.Next(10), ngos: 4, seed);
        request.WorkLimit = 300;
        foreach (var ngo in request.Ngos)
        {
            (ngo.StorageCapacity, ngo.Slots) = (20 + random.Next(150), 1 + random.Next(5));
            if (random.Next(3) == 0)
            {
                ngo.StorageLimits.Add(new StorageLimit { StorageClass = "chilled", Capacity = random.Next(60) });
            }
        }

        foreach (var food in request.Foods)
        {
            food.StorageClass = random.Next(3) == 0 ? "chilled" : "";
        }

        return request;
    }

    /// <summary>A city where food spoils soon, NGOs are open for an hour, or have no cold store, and trips are short.</summary>
    private static AllocationRequest Obstructed(int seed)
    {
        var random = new Random(seed);
        var request = City(seed);
        (request.Travel, request.Weights) = (new TravelLimits { MaxKm = 25, MaxCandidates = 1000 }, Plain);
        foreach (var ngo in request.Ngos)
        {
            long from = SampleRequest.Now + random.Next(1, 30) * SampleRequest.Hour;
            ngo.Openings.Add(new Opening { FromEpochMs = from, UntilEpochMs = from + SampleRequest.Hour });
            ngo.StorageClasses.Add(random.Next(2) == 0 ? "ambient" : "chilled");
        }

        foreach (var food in request.Foods)
        {
            food.ExpirationEpochMs = SampleRequest.Now + random.Next(15, 1200) * 60_000L;
        }

        return request;
    }
}
