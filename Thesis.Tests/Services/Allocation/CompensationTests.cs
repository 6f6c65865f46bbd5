using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Donations.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Allocation;

/// <summary>What an order's end gives back to the NGO's day.</summary>
public class CompensationTests
{
    [Theory]
    [InlineData("declined", "proposed", true)]
    [InlineData("expired", "proposed", true)]
    [InlineData("expired", "assigned", false)]
    [InlineData("cancelled", "accepted", true)]
    [InlineData("failed", "assigned", false)]
    [InlineData("failed", "picked_up", false)]
    public async Task An_order_that_ends_without_delivery_gives_capacity_and_slot_back_once(string status, string previous, bool excluded)
    {
        var (region, ngo, donation, lot, runId) = await ConfirmedAsync();
        var ended = Ended(lot, status, previous);

        await region.Host.PublishAsync(Topics.OrderStatusChanged, ended);
        await region.LedgerAsync(ngo, reservedGrams: 80_000, slots: 1);
        await region.RepeatAsync(Topics.OrderStatusChanged, ended);

        var again = await region.AskedAsync(after: runId, that: request => request.Ngos.Single().StorageCapacity == 120.0);
        await region.LedgerAsync(ngo, reservedGrams: 80_000, slots: 1);
        Assert.Equal(excluded ? [(donation.Id, ngo.Id)] : [], again.Request.Excluded.Select(pair => (pair.FoodDonationId, pair.NgoId)));
    }

    [Fact]
    public async Task An_NGO_that_did_not_answer_is_offered_the_food_again_after_a_while()
    {
        var host = await Logistics.StartLogisticsAsync(settings: ("Allocation:UnansweredPause", "00:00:03"));
        await using var _ = new Stopping(host);
        var (region, ngo, donation, lot, runId) = await ConfirmedAsync(host);

        await host.PublishAsync(Topics.OrderStatusChanged, Ended(lot, "expired", "proposed"));

        var first = await region.AskedAsync(after: runId, that: request => request.Excluded.Count > 0);
        Assert.Equal([(donation.Id, ngo.Id)], first.Request.Excluded.Select(pair => (pair.FoodDonationId, pair.NgoId)));
        await region.AnswerAsync(first);
        var later = await region.AskedAsync(after: first.RunId, that: request => request.Excluded.Count == 0);
        Assert.Contains(later.Request.Foods, food => food.Id == donation.Id);
    }

    [Theory]
    [InlineData("cancelled", true, false)]
    [InlineData("cancelled", false, true)]
    [InlineData("returned", true, false)]
    [InlineData("returned", false, true)]
    [InlineData("lost", false, false)]
    public async Task Who_calls_an_order_off_chooses_whether_the_same_NGO_is_asked_again(string status, bool offerAgain, bool excluded)
    {
        var (region, ngo, donation, lot, runId) = await ConfirmedAsync();
        var ended = Ended(lot, status, "assigned");
        ended.Order.OfferAgain = offerAgain;

        await region.Host.PublishAsync(Topics.OrderStatusChanged, ended);

        await region.LedgerAsync(ngo, reservedGrams: 80_000, slots: 1);
        var again = await region.AskedAsync(after: runId, that: request => request.Ngos.Single().StorageCapacity == 120.0);
        Assert.Equal(excluded ? [(donation.Id, ngo.Id)] : [], again.Request.Excluded.Select(pair => (pair.FoodDonationId, pair.NgoId)));
    }

    [Fact]
    public async Task An_NGO_that_takes_a_part_is_not_offered_the_rest_and_its_capacity_counts_until_the_delivery()
    {
        var (region, ngo, donation, lot, _) = await ConfirmedAsync();
        var accepted = Ended(lot, "accepted", "proposed");
        (accepted.Order.ProposedGrams, accepted.Order.Grams, accepted.Order.Reason) = (lot.Grams, 25_000, "");

        await region.Host.PublishAsync(Topics.OrderStatusChanged, accepted);
        await region.Host.EventuallyAsync(
            "accepted in part", "select reason from allocation.excluded_pairs where donation_id = $1 and ngo_id = $2 and until is null", donation.Id, ngo.Id);
        await region.LedgerAsync(ngo, reservedGrams: 140_000, slots: 2);
        var delivered = Ended(lot, "delivered", "picked_up");
        delivered.Order.DeliveredGrams = 25_000;
        await region.Host.PublishAsync(Topics.OrderStatusChanged, delivered);

        await region.LedgerAsync(ngo, reservedGrams: 105_000, slots: 2);
    }

    [Fact]
    public async Task What_the_NGO_weighs_less_at_the_receipt_is_given_back_too()
    {
        var (region, ngo, _, lot, _) = await ConfirmedAsync();
        var delivered = Ended(lot, "delivered", "picked_up");
        delivered.Order.DeliveredGrams = 60_000;
        var confirmed = Ended(lot, "completed", "delivered");
        confirmed.Order.DeliveredGrams = 58_500;

        await region.Host.PublishAsync(Topics.OrderStatusChanged, delivered);
        await region.LedgerAsync(ngo, reservedGrams: 140_000, slots: 2);
        await region.Host.PublishAsync(Topics.OrderStatusChanged, confirmed);
        await region.LedgerAsync(ngo, reservedGrams: 138_500, slots: 2);
        await region.RepeatAsync(Topics.OrderStatusChanged, confirmed);

        await region.LedgerAsync(ngo, reservedGrams: 138_500, slots: 2);
    }

    [Fact]
    public async Task A_declined_pair_is_dropped_even_if_the_engine_names_it()
    {
        var (region, ngo, donation, lot, runId) = await ConfirmedAsync();
        await region.Host.PublishAsync(Topics.OrderStatusChanged, Ended(lot, "declined", "proposed"));
        var again = await region.AskedAsync(after: runId, that: request => request.Excluded.Count > 0);

        await region.AnswerAsync(again, (donation, ngo, 30));

        await region.Host.EventuallyAsync(1, "select dropped from allocation.runs where id = $1", again.RunId);
        await region.LedgerAsync(ngo, reservedGrams: 80_000, slots: 1);
    }

    [Fact]
    public async Task A_delivery_keeps_the_slot_and_gives_back_what_was_missing()
    {
        var (region, ngo, _, lot, _) = await ConfirmedAsync();
        var delivered = Ended(lot, "delivered", "picked_up");
        delivered.Order.DeliveredGrams = 50_000;

        await region.Host.PublishAsync(Topics.OrderStatusChanged, delivered);
        await region.LedgerAsync(ngo, reservedGrams: 130_000, slots: 2);
        await region.RepeatAsync(Topics.OrderStatusChanged, delivered);
        var confirmed = Ended(lot, "completed", "delivered");
        confirmed.Order.DeliveredGrams = 50_000;
        await region.RepeatAsync(Topics.OrderStatusChanged, confirmed);

        await region.LedgerAsync(ngo, reservedGrams: 130_000, slots: 2);
    }

    [Fact]
    public async Task An_order_that_ends_before_the_confirmation_is_seen_stays_ended()
    {
        var region = await Region.StartAsync();
        var ngo = await region.AddNgoAsync();
        var donation = await region.AddDonationAsync(kg: 100);
        var asked = await region.AskedAsync();
        await region.AnswerAsync(asked, (donation, ngo, 60));
        var decided = await region.DecidedAsync(asked.RunId);

        await region.Host.PublishAsync(Topics.OrderStatusChanged, Ended(decided.Lots[0], "declined", "proposed"));
        await region.LedgerAsync(ngo, reservedGrams: 0, slots: 0);
        await region.ConfirmAsync(asked, decided, donation);

        await region.Host.EventuallyAsync(2L, "select version from allocation.donations where id = $1", donation.Id);
        await region.LedgerAsync(ngo, reservedGrams: 0, slots: 0);
    }

    /// <summary>A confirmed lot of 60 kg, beside one of 80 kg that the NGO's day keeps: giving back too much would show.</summary>
    private static async Task<(Region Region, NgoSnapshot Ngo, DonationSnapshot Donation, DecidedLot Lot, long RunId)> ConfirmedAsync(Logistics? host = null)
    {
        var region = await Region.StartAsync(host);
        var ngo = await region.AddNgoAsync();
        var (donation, kept) = (await region.AddDonationAsync(kg: 100), await region.AddDonationAsync(kg: 100));
        var asked = await region.AskedAsync(withFoods: 2);
        await region.AnswerAsync(asked, (donation, ngo, 60), (kept, ngo, 80));
        var decided = await region.DecidedAsync(asked.RunId);
        await region.ConfirmAsync(asked, decided, donation);
        var lot = decided.Lots.Single(lot => lot.DonationId == donation.Id);
        await region.Host.EventuallyAsync("confirmed", "select status from allocation.allocations where id = $1", lot.AllocationId);
        return (region, ngo, donation, lot, asked.RunId);
    }

    private static OrderStatusChanged Ended(DecidedLot lot, string status, string previous) => new()
    {
        PreviousStatus = previous,
        Order = new OrderSnapshot
        {
            Id = Logistics.NextId(),
            Version = 3,
            AllocationId = lot.AllocationId,
            DonationId = lot.DonationId,
            NgoId = lot.NgoId,
            Status = status,
            Grams = lot.Grams,
            Reason = "Played.",
        },
    };

    private sealed class Stopping(Logistics host) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await host.DisposeAsync();
    }
}
