using Thesis.Contracts.Allocation.V1;

namespace Thesis.OptEngine.Tests.Requests;

/// <summary>Requests for tests: a small city, one moment, food of one kind unless told otherwise.</summary>
internal static class SampleRequest
{
    public const long Now = 1_800_000_000_000;
    public const long Hour = 3_600_000;

    /// <summary>One NGO of 100 kg, one donation of 50 kg some 5 km away that keeps for a day.</summary>
    public static AllocationRequest One() => new()
    {
        NowEpochMs = Now,
        MinimumAllocation = 5,
        Ngos = { Ngo(1) },
        Foods = { Food(10) },
    };

    public static AllocationRequest City(int foods, int ngos, int seed = 1)
    {
        var random = new Random(seed);
        var request = new AllocationRequest { NowEpochMs = Now, MinimumAllocation = 5, TimeLimitMs = 60_000 };
        for (int i = 0; i < ngos; i++)
        {
            var ngo = Ngo(i + 1);
            (ngo.Latitude, ngo.Longitude, ngo.PriorityLevel) = (34 + random.NextDouble() / 3, -118 - random.NextDouble() / 3, 1 + random.Next(5));
            request.Ngos.Add(ngo);
        }

        for (int i = 0; i < foods; i++)
        {
            var food = Food(1000 + i);
            (food.Latitude, food.Longitude, food.RemainingQuantity) = (34 + random.NextDouble() / 3, -118 - random.NextDouble() / 3, random.Next(5, 120));
            request.Foods.Add(food);
        }

        return request;
    }

    public static NGO Ngo(long id) => new()
    {
        Id = id,
        StorageCapacity = 100,
        Latitude = 34.05,
        Longitude = -118.25,
        PriorityLevel = 3,
        Slots = 5,
    };

    public static FoodDonation Food(long id) => new()
    {
        Id = id,
        RemainingQuantity = 50,
        FoodType = "produce",
        Latitude = 34.09,
        Longitude = -118.25,
        ExpirationEpochMs = Now + 24 * Hour,
    };
}
