using Npgsql;
using Thesis.Contracts.Allocation.V1;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Donations;

/// <summary>quantity = open + reserved + delivered + lost, whatever happens in whatever order.</summary>
public class DonationBooksTests(ServicesHost host) : IClassFixture<ServicesHost>
{
    [Fact]
    public async Task Lots_are_reserved_up_to_the_quantity_and_the_rest_rejected()
    {
        var donation = await host.CreateDonationAsync();
        await host.DecideAsync(DonationScenes.Decision(
            DonationScenes.Lot(donation.Id, 60), DonationScenes.Lot(donation.Id, 30), DonationScenes.Lot(donation.Id, 20)));
        var after = await host.GetDonationAsync(donation.Id);
        Assert.Equal((10m, 90m, "open"), (after.OpenKg, after.ReservedKg, after.Status));
        Assert.True(await host.BooksAddUpAsync(donation.Id));
    }

    [Fact]
    public async Task A_donation_is_allocated_when_less_than_its_smallest_lot_is_left()
    {
        var donation = await host.CreateDonationAsync();
        await host.DecideAsync(DonationScenes.Decision(DonationScenes.Lot(donation.Id, 90.001m)));
        Assert.Equal("allocated", (await host.GetDonationAsync(donation.Id)).Status);
    }

    [Fact]
    public async Task Lots_below_the_smallest_or_of_ended_donations_are_rejected()
    {
        var open = await host.CreateDonationAsync();
        var ended = await host.CreateDonationAsync();
        await host.AsDonor().PostCommandAsync($"/api/v1/donations/{ended.Id}/cancel").ReadAsync<Services.Donations.Api.DonationResponse>();
        await host.DecideAsync(DonationScenes.Decision(
            DonationScenes.Lot(open.Id, 9.999m), DonationScenes.Lot(ended.Id, 50), DonationScenes.Lot(new(12345), 50)));
        Assert.Equal(100m, (await host.GetDonationAsync(open.Id)).OpenKg);
        Assert.Equal(0m, (await host.GetDonationAsync(ended.Id)).ReservedKg);
    }

    [Fact]
    public async Task Two_decisions_that_race_for_the_last_kilograms_never_both_win()
    {
        for (var round = 0; round < 5; round++)
        {
            var donation = await host.CreateDonationAsync();
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.DecideAsync(DonationScenes.Decision(DonationScenes.Lot(donation.Id, 60)))));
            var after = await host.GetDonationAsync(donation.Id);
            Assert.Equal((40m, 60m), (after.OpenKg, after.ReservedKg));
            Assert.True(await host.BooksAddUpAsync(donation.Id));
        }
    }

    [Fact]
    public async Task A_decision_heard_twice_is_answered_once()
    {
        var donation = await host.CreateDonationAsync();
        var decision = DonationScenes.Decision(DonationScenes.Lot(donation.Id, 60));
        await host.DecideAsync(decision);
        var before = await host.ChecksumsAsync();
        await host.DecideAsync(decision);
        Assert.Equal(before["donations.donation"], (await host.ChecksumsAsync())["donations.donation"]);
    }

    [Theory]
    [InlineData("accepted", "proposed", 0, 0, 0, 40, 60, 0, 0, "open")]
    [InlineData("declined", "proposed", 0, 0, 0, 100, 0, 0, 0, "open")]
    [InlineData("declined", "assigned", 0, 0, 0, 100, 0, 0, 0, "open")]
    [InlineData("expired", "proposed", 0, 0, 0, 100, 0, 0, 0, "open")]
    [InlineData("cancelled", "assigned", 0, 0, 0, 100, 0, 0, 0, "open")]
    [InlineData("failed", "assigned", 0, 0, 0, 100, 0, 0, 0, "open")]
    [InlineData("failed", "assigned", 0, 0, 60, 40, 0, 0, 60, "open")]
    [InlineData("picked_up", "assigned", 60, 0, 0, 40, 60, 0, 0, "open")]
    [InlineData("picked_up", "assigned", 55, 0, 5, 40, 55, 0, 5, "open")]
    [InlineData("picked_up", "assigned", 55, 0, 0, 45, 55, 0, 0, "open")]
    [InlineData("delivered", "picked_up", 55, 50, 10, 40, 0, 50, 10, "open")]
    [InlineData("delivered", "picked_up", 55, 50, 0, 50, 0, 50, 0, "open")]
    [InlineData("completed", "delivered", 55, 48, 12, 40, 0, 48, 12, "open")]
    [InlineData("returned", "picked_up", 60, 0, 0, 100, 0, 0, 0, "open")]
    [InlineData("lost", "picked_up", 55, 0, 60, 40, 0, 0, 60, "open")]
    [InlineData("failed", "picked_up", 55, 0, 60, 40, 0, 0, 60, "open")]
    public async Task What_an_order_says_moves_in_the_books(
        string status, string previous, int pickedUp, int deliveredKg, int lostKg, int open, int reserved, int delivered, int lost, string expected)
    {
        var donation = await host.CreateDonationAsync();
        var lot = DonationScenes.Lot(donation.Id, 60);
        await host.DecideAsync(DonationScenes.Decision(lot));
        var order = DonationScenes.OrderOf(lot, 4, status, pickedUp, deliveredKg, lostKg);
        await host.SettleAsync(order, previous);
        await host.SettleAsync(order, previous);
        await host.SettleAsync(DonationScenes.OrderOf(lot, 3, "declined"), "proposed");
        var after = await host.GetDonationAsync(donation.Id);
        Assert.Equal((open, reserved, delivered, lost, expected), (after.OpenKg, after.ReservedKg, after.DeliveredKg, after.LostKg, after.Status));
        Assert.True(await host.BooksAddUpAsync(donation.Id));
    }

    [Fact]
    public async Task A_donation_delivered_in_full_is_completed()
    {
        var donation = await host.CreateDonationAsync();
        var lot = DonationScenes.Lot(donation.Id, 100);
        await host.DecideAsync(DonationScenes.Decision(lot));
        await host.SettleAsync(DonationScenes.OrderOf(lot, 5, "delivered", 100, 100), "picked_up");
        Assert.Equal("completed", (await host.GetDonationAsync(donation.Id)).Status);
    }

    [Fact]
    public async Task What_is_on_its_way_when_a_donation_is_cancelled_still_arrives()
    {
        var donation = await host.CreateDonationAsync();
        var lot = DonationScenes.Lot(donation.Id, 60);
        await host.DecideAsync(DonationScenes.Decision(lot));
        await host.AsDonor().PostCommandAsync($"/api/v1/donations/{donation.Id}/cancel").ReadAsync<Services.Donations.Api.DonationResponse>();
        await host.SettleAsync(DonationScenes.OrderOf(lot, 5, "delivered", 60, 60), "picked_up");
        var after = await host.GetDonationAsync(donation.Id);
        Assert.Equal(("cancelled", 60m, 0m), (after.Status, after.DeliveredKg, after.ReservedKg));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_books_add_up_after_any_sequence_of_events_also_when_they_race(int seed)
    {
        var random = new Random(seed);
        var donation = await host.CreateDonationAsync();
        for (var round = 0; round < 6; round++)
        {
            var decisions = Enumerable.Range(0, 3).Select(_ => DonationScenes.Lot(donation.Id, random.Next(10, 40))).ToArray();
            await Task.WhenAll(decisions.Select(lot => host.DecideAsync(DonationScenes.Decision(lot))));
            await Task.WhenAll(decisions.Select(lot => EndAsync(lot, random.Next(5))));
            Assert.True(await host.BooksAddUpAsync(donation.Id), $"round {round}");
        }
    }

    [Fact]
    public async Task The_database_itself_refuses_to_promise_more_than_there_is()
    {
        var donation = await host.CreateDonationAsync();
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => host.ScalarAsync<object>(
            "update donations.donation set reserved_grams = quantity_grams + 1 where id = $1", donation.Id.Value));
        Assert.Equal("donation_is_not_overdrawn", refusal.ConstraintName);
    }

    private async Task EndAsync(DecidedLot lot, int end)
    {
        var kg = lot.Grams / 1000m;
        switch (end)
        {
            case 0:
                await host.SettleAsync(DonationScenes.OrderOf(lot, 2, "declined"), "proposed");
                break;
            case 1:
                await host.SettleAsync(DonationScenes.OrderOf(lot, 4, "picked_up", kg - 1, lostKg: 1), "assigned");
                await host.SettleAsync(DonationScenes.OrderOf(lot, 5, "failed", kg - 1, lostKg: kg), "picked_up");
                break;
            case 2:
                await host.SettleAsync(DonationScenes.OrderOf(lot, 4, "picked_up", kg), "assigned");
                await host.SettleAsync(DonationScenes.OrderOf(lot, 5, "delivered", kg, kg - 2, lostKg: 1), "picked_up");
                break;
            case 3:
                await host.SettleAsync(DonationScenes.OrderOf(lot, 3, "cancelled"), "accepted");
                break;
            default:
                await host.SettleAsync(DonationScenes.OrderOf(lot, 2, "accepted"), "proposed");
                break;
        }
    }
}
