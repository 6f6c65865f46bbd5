using System.Net;
using Npgsql;
using Thesis.Contracts;
using Thesis.Contracts.Donations.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.Services.Donations.Api;
using Thesis.Services.Donors.Api;
using Thesis.Services.Donors.Domain;
using Thesis.Services.Tests.Donors;
using Thesis.Services.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.Services.Tests.Donations;

/// <summary>Donations through the real event log.</summary>
public class DonationEventsTests(DonationEventsTests.Process host) : IClassFixture<DonationEventsTests.Process>
{
    [Fact]
    public async Task A_donor_is_known_by_its_events_and_only_by_the_newest()
    {
        var donor = await host.CreateDonorAsync(["user-donor1"]);
        await host.AsDonor().PutCommandAsync($"/api/v1/donors/{donor.Id}", DonorScenes.Request(), donor.Version).ReadAsync<DonorResponse>();
        await Eventually.HoldsAsync("the second version", async () =>
            await host.ScalarAsync<long>("select version from donations.donor where id = $1", donor.Id.Value) == donor.Version + 1);
        var stale = new DonorUpdated { Donor = new DonorSnapshot { Id = donor.Id.Value, Version = 1, Name = "Old", Place = new() } };
        await host.PublishAsync("donors", Topics.DonorUpdated, donor.Id.Value, stale);
        await HandledAsync(Topics.DonorUpdated);
        Assert.Equal(donor.Version + 1, await host.ScalarAsync<long>("select version from donations.donor where id = $1", donor.Id.Value));
    }

    [Fact]
    public async Task A_decision_is_answered_in_parts_of_two_hundred_lots_with_what_is_confirmed_and_what_is_not()
    {
        var donation = await host.CreateDonationAsync(request =>
        {
            request["smallestLotKg"] = 0m;
            request["quantityKg"] = 25m;
        });
        var decision = DonationScenes.Decision([.. Enumerable.Range(0, 260).Select(_ => DonationScenes.Lot(donation.Id, 0.1m))]);
        await host.PublishAsync("donations", Topics.AllocationDecided, decision.RunId, decision);
        var answers = await Eventually.GetAsync("two answers", async () =>
        {
            var events = await host.EventsAsync<DonationsAllocated>(Topics.DonationAllocated);
            var mine = events.Select(one => one.Message).Where(one => one.RunId == decision.RunId).ToArray();
            return mine.Length == 2 ? mine : null;
        });
        Assert.Equal((250, 10), (answers.Sum(one => one.Lots.Count), answers.Sum(one => one.Rejected.Count)));
        Assert.All(answers.SelectMany(one => one.Rejected), lot => Assert.Equal("Less than that is left.", lot.Reason));
        Assert.All(answers.SelectMany(one => one.Lots), lot => Assert.Equal((0, "allocated"), (lot.Donation.QuantityGrams - lot.Donation.ReservedGrams, lot.Donation.Status)));
    }

    [Fact]
    public async Task Every_change_is_told_to_those_who_may_see_it()
    {
        var donation = await host.CreateDonationAsync();
        await host.AsDonor().PostCommandAsync($"/api/v1/donations/{donation.Id}/cancel").ReadAsync<DonationResponse>();
        var told = await Eventually.GetAsync("the cancellation", async () =>
        {
            var events = await host.EventsAsync<DonationUpdated>(Topics.DonationUpdated);
            return events.Where(one => one.Message.Donation.Id == donation.Id.Value).Select(one => one.Envelope).FirstOrDefault();
        });
        Assert.Equal(
            new[] { $"donation:{donation.Id}", $"donor:{donation.DonorId}", "region:los-angeles", "user:user-donor1" }.Order(),
            told.Audience.Order());
        Assert.Equal(("user-donor1", $"{donation.Id.Value}"), (told.Actor, told.Key));
    }

    [Fact]
    public async Task A_refused_command_tells_nobody()
    {
        var donation = await host.CreateDonationAsync();
        await host.AsDonor().PutCommandAsync($"/api/v1/donations/{donation.Id}", DonationScenes.Request(donation.DonorId), 99)
            .ProblemAsync(HttpStatusCode.PreconditionFailed);
        var next = await host.CreateDonationAsync();
        await Eventually.HoldsAsync("a later event", async () =>
            (await host.EventsAsync<DonationCreated>(Topics.DonationCreated)).Any(one => one.Message.Donation.Id == next.Id.Value));
        var updates = await host.EventsAsync<DonationUpdated>(Topics.DonationUpdated);
        Assert.DoesNotContain(updates, one => one.Message.Donation.Id == donation.Id.Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_event_delivered_again_changes_nothing_with_or_without_the_inbox(bool inboxIsLost)
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var first = new Process { ConnectionString = database };
        await first.InitializeAsync();
        var donation = await first.CreateDonationAsync();
        var lots = new[] { DonationScenes.Lot(donation.Id, 30), DonationScenes.Lot(donation.Id, 40), DonationScenes.Lot(donation.Id, 20), DonationScenes.Lot(donation.Id, 90) };
        var decision = DonationScenes.Decision(lots);
        await first.PublishAsync("donations", Topics.AllocationDecided, decision.RunId, decision);
        await Eventually.HoldsAsync("the reservation", async () => (await first.GetDonationAsync(donation.Id)).ReservedKg == 90);
        await PublishAsync(first, DonationScenes.OrderOf(lots[0], 2, "declined"), "proposed");
        await PublishAsync(first, DonationScenes.OrderOf(lots[1], 4, "picked_up", 38, lostKg: 2), "assigned");
        await PublishAsync(first, DonationScenes.OrderOf(lots[1], 5, "delivered", 38, 37, 3), "picked_up");
        await Eventually.HoldsAsync("the books", async () => (await first.GetDonationAsync(donation.Id)) is { OpenKg: 40, ReservedKg: 20, DeliveredKg: 37, LostKg: 3 });
        await first.DisposeAsync();

        await using (var source = NpgsqlDataSource.Create(database))
        {
            await using var rewind = source.CreateCommand($"""
                update eventlog.group_offsets set "offset" = 0;
                {(inboxIsLost ? "delete from donations.inbox;" : "")}
                """);
            await rewind.ExecuteNonQueryAsync();
        }

        var second = new Process { ConnectionString = database };
        await second.InitializeAsync();
        await HandledAsync(second, Topics.AllocationDecided);
        await HandledAsync(second, Topics.OrderStatusChanged);
        await HandledAsync(second, Topics.DonorCreated);
        var after = await second.GetDonationAsync(donation.Id);
        Assert.Equal((40m, 20m, 37m, 3m), (after.OpenKg, after.ReservedKg, after.DeliveredKg, after.LostKg));
        Assert.True(await second.BooksAddUpAsync(donation.Id));
        Assert.Single(await second.EventsAsync<DonationsAllocated>(Topics.DonationAllocated));
        Assert.Equal(0, await second.ScalarAsync<long>("select count(*) from donations.dead_letters"));
        Assert.Empty(second.Logs.Errors);
        await second.DisposeAsync();
    }

    private static Task PublishAsync(ServicesHost host, OrderSnapshot order, string previous) =>
        host.PublishAsync("donations", Topics.OrderStatusChanged, order.Id, new OrderStatusChanged { Order = order, PreviousStatus = previous });

    private Task HandledAsync(string topic) => HandledAsync(host, topic);

    /// <summary>Waits until all that the log holds of the topic is handled by the donations.</summary>
    private static Task HandledAsync(ServicesHost host, string topic) => Eventually.HoldsAsync($"{topic} is handled", () => host.ScalarAsync<bool>(
        """
        select not exists (select from donations.outbox where topic = $1) and bool_and(coalesce(o."offset", 0) >= p.next_offset)
        from eventlog.partitions p
            join eventlog.groups g on g.name = 'donations'
            left join eventlog.group_offsets o on o.partition_id = p.id and o.group_id = g.id
        where p.topic = $1
        """,
        topic));

    /// <summary>A process that runs donors and donations alone, so that the tests speak for the others.</summary>
    public sealed class Process : ServicesHost
    {
        protected override string Selection => "donors,donations";
    }
}
