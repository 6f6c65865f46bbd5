using Thesis.Contracts;
using Thesis.Contracts.Donations.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Regions.V1;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Allocation;

public class DeliveryDayTests
{
    [Fact]
    public async Task Food_that_is_picked_up_in_five_days_takes_nothing_of_today()
    {
        var region = await Region.StartAsync();
        var ngo = await region.AddNgoAsync(capacityKg: 100);
        var later = await AddDonationAsync(region, 100, TimeSpan.FromDays(5));
        var asked = await region.AskedAsync(that: request => request.Foods.Any(food => food.Id == later.Id));
        await region.AnswerAsync(asked, (later, ngo, 100));
        await region.EndedAsync(asked.RunId, "completed");

        var bread = await AddDonationAsync(region, 80, TimeSpan.Zero);
        var today = await region.AskedAsync(asked.RunId, that: request => request.Foods.Any(food => food.Id == bread.Id));

        Assert.Equal([bread.Id], today.Request.Foods.Select(food => food.Id));
        Assert.Equal(100, Assert.Single(today.Request.Ngos).StorageCapacity);
        Assert.Equal(5, await region.Host.ScalarAsync<int>("select a.day - b.day from allocation.runs a, allocation.runs b where a.id = $1 and b.id = $2", asked.RunId, today.RunId));
        Assert.Equal(100_000, await region.Host.ScalarAsync<long>(
            "select reserved_grams from allocation.ngo_days d join allocation.runs r using (day) where r.id = $1 and d.ngo_id = $2", asked.RunId, ngo.Id));
    }

    [Fact]
    public async Task Each_day_with_food_has_a_run_of_its_own_when_an_NGO_appears()
    {
        var region = await Region.StartAsync();
        var first = await AddDonationAsync(region, 50, TimeSpan.Zero);
        var second = await AddDonationAsync(region, 50, TimeSpan.FromDays(2));
        var third = await AddDonationAsync(region, 50, TimeSpan.FromDays(4));
        await region.AddNgoAsync();

        var foods = new HashSet<long>();
        long after = 0;
        while (foods.Count < 3)
        {
            var asked = await region.AskedAsync(after);
            foods.Add(Assert.Single(asked.Request.Foods).Id);
            await region.AnswerAsync(asked);
            await region.EndedAsync(asked.RunId, "completed");
            after = asked.RunId;
        }

        Assert.Equal(new HashSet<long> { first.Id, second.Id, third.Id }, foods);
    }

    [Theory]
    [InlineData("America/Los_Angeles")]
    [InlineData("Europe/Berlin")]
    [InlineData("Asia/Kolkata")]
    public async Task The_day_is_the_regions_own(string zone)
    {
        var region = await Region.StartAsync();
        await region.Host.PublishAsync(Topics.RegionCreated, new RegionCreated { Region = new RegionSnapshot { Region = region.Name, Version = 1, TimeZone = zone } });
        await region.Host.EventuallyAsync(zone, "select time_zone from allocation.regions where region = $1", region.Name);
        await region.AddNgoAsync();
        var donation = await AddDonationAsync(region, 50, TimeSpan.FromHours(30));

        var asked = await region.AskedAsync();

        Assert.Equal(donation.Id, Assert.Single(asked.Request.Foods).Id);
        Assert.True(await region.Host.ScalarAsync<bool>(
            "select r.day = (d.pickup_from at time zone $3)::date from allocation.runs r, allocation.donations d where r.id = $1 and d.id = $2", asked.RunId, donation.Id, zone));
    }

    [Fact]
    public async Task An_NGO_takes_what_it_says_for_a_day_nothing_when_it_is_closed_and_nothing_before_its_pause_ends()
    {
        var region = await Region.StartAsync();
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var usual = await region.AddNgoAsync();
        var large = await region.AddNgoAsync(change: ngo => ngo.Exceptions.Add(Exception(today, 500, 3)));
        var closed = await region.AddNgoAsync(change: ngo => ngo.Exceptions.Add(Exception(today, 0, 0)));
        var paused = await region.AddNgoAsync(change: ngo => ngo.ResumesOn = Text(today.AddDays(2)));
        await AddDonationAsync(region, 50, TimeSpan.Zero);

        var asked = (await region.AskedAsync(that: request => request.Ngos.Count == 2)).Request;

        Assert.Equal(
            [(usual.Id, 200.0, 10), (large.Id, 500.0, 3)],
            asked.Ngos.Select(ngo => (ngo.Id, ngo.StorageCapacity, ngo.Slots)));
        Assert.Equal([closed.Id], asked.FullNgos.Select(ngo => ngo.Id));
        Assert.DoesNotContain(asked.Ngos.Concat(asked.FullNgos), ngo => ngo.Id == paused.Id);
    }

    private static CapacityException Exception(DateOnly day, long kg, int slots) =>
        new() { From = Text(day), Until = Text(day.AddDays(1)), CapacityGrams = kg * 1000, Slots = slots };

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd");

    private static async Task<DonationSnapshot> AddDonationAsync(Region region, double kg, TimeSpan ahead)
    {
        var donation = Logistics.NewDonation(region.Name, kg);
        var from = DateTimeOffset.UtcNow + ahead;
        donation.PickupFromEpochMs = from.ToUnixTimeMilliseconds();
        donation.PickupUntilEpochMs = from.AddHours(6).ToUnixTimeMilliseconds();
        donation.ExpiresEpochMs = from.AddHours(6).ToUnixTimeMilliseconds();
        await region.Host.PublishAsync(Topics.DonationCreated, new DonationCreated { Donation = donation });
        await region.Host.EventuallyAsync(1L, "select count(*) from allocation.donations where id = $1", donation.Id);
        return donation;
    }
}
