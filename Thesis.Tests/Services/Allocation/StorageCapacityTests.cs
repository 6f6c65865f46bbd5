using Google.Protobuf;
using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Allocation;

/// <summary>What an NGO can take of a storage class is stated to the engine less what is on its way, and kept to.</summary>
public class StorageCapacityTests
{
    [Fact]
    public async Task The_engine_hears_of_limits_less_what_is_on_its_way()
    {
        var region = await Region.StartAsync();
        var ngo = await region.AddNgoAsync(change: Cold);
        var milk = await region.AddDonationAsync(kg: 100, "chilled");
        var bread = await region.AddDonationAsync(kg: 50);
        var first = await region.AskedAsync(withFoods: 2);
        Assert.Equal([("chilled", 30.0)], Limits(first.Request));

        await region.AnswerAsync(first, (milk, ngo, 20), (bread, ngo, 50));
        await region.EndedAsync(first.RunId, "completed");
        await region.AddDonationAsync(kg: 7);
        var second = await region.AskedAsync(after: first.RunId, that: request => request.Ngos.Count > 0);

        Assert.Equal([("chilled", 10.0)], Limits(second.Request));
        Assert.Equal(130, Assert.Single(second.Request.Ngos).StorageCapacity);
    }

    [Fact]
    public async Task An_answer_beyond_the_limit_of_a_class_is_not_applied()
    {
        var region = await Region.StartAsync();
        var ngo = await region.AddNgoAsync(change: Cold);
        var milk = await region.AddDonationAsync(kg: 25, "chilled");
        var cheese = await region.AddDonationAsync(kg: 6, "chilled");
        var asked = await region.AskedAsync(withFoods: 2);

        await region.AnswerAsync(asked, (milk, ngo, 25), (cheese, ngo, 6));

        var lot = Assert.Single((await region.DecidedAsync(asked.RunId)).Lots);
        Assert.Equal((milk.Id, 25_000L), (lot.DonationId, lot.Grams));
        await region.LedgerAsync(ngo, reservedGrams: 25_000, slots: 1);
    }

    [Fact]
    public async Task What_is_released_counts_no_longer()
    {
        var region = await Region.StartAsync();
        var ngo = await region.AddNgoAsync(change: Cold);
        var milk = await region.AddDonationAsync(kg: 100, "chilled");
        var first = await region.AskedAsync();
        await region.AnswerAsync(first, (milk, ngo, 30));
        var lot = Assert.Single((await region.DecidedAsync(first.RunId)).Lots);
        await region.Host.InCommandAsync("allocation", command =>
            new Services.Allocation.Data.LedgerStore().ReleaseAsync(command, lot.AllocationId, "test", CancellationToken.None));

        var second = await region.AskedAsync(after: first.RunId, that: request => request.Foods.Any(food => food.RemainingQuantity > 70));

        Assert.Equal([("chilled", 30.0)], Limits(second.Request));
    }

    [Fact]
    public async Task An_event_of_before_there_were_limits_sets_none()
    {
        var region = await Region.StartAsync();
        var ngo = await region.AddNgoAsync(change: Cold);
        var older = ngo.Clone();
        (older.Version, older.DailySlots) = (2, 7);
        older.StorageCapacities.Clear();
        await region.Host.PublishAsync(Topics.NgoUpdated, NgoUpdated.Parser.ParseFrom(new NgoUpdated { Ngo = older }.ToByteArray()));
        await region.Host.EventuallyAsync(2L, "select version from allocation.ngos where id = $1", ngo.Id);

        await region.AddDonationAsync(kg: 30);

        Assert.Empty(Limits((await region.AskedAsync()).Request));
    }

    private static void Cold(NgoSnapshot ngo)
    {
        ngo.StorageClasses.Add("chilled");
        ngo.StorageCapacities.Add(new StorageCapacity { StorageClass = "chilled", DailyGrams = 30_000 });
    }

    private static IEnumerable<(string, double)> Limits(AllocationRequest request) =>
        Assert.Single(request.Ngos).StorageLimits.Select(limit => (limit.StorageClass, limit.Capacity));
}
