using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Donations.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Allocation.Domain;
using Thesis.Services.Allocation.Messaging;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Allocation;

public class RunTests
{
    [Fact]
    public async Task A_donation_starts_a_run_that_states_the_whole_problem()
    {
        var region = await Region.StartAsync();
        var ngo = await region.AddNgoAsync(capacityKg: 150, slots: 4);
        var donation = await region.AddDonationAsync(kg: 100);

        var asked = await region.AskedAsync();

        var food = Assert.Single(asked.Request.Foods);
        Assert.Equal((donation.Id, 100.0, 5.0, "bakery", "ambient"), (food.Id, food.RemainingQuantity, food.SmallestLot, food.FoodType, food.StorageClass));
        var taker = Assert.Single(asked.Request.Ngos);
        Assert.Equal((ngo.Id, 150.0, 4, 3), (taker.Id, taker.StorageCapacity, taker.Slots, taker.PriorityLevel));
        Assert.Equal(("balanced-1", 5.0), (asked.Request.StrategyVersion, asked.Request.MinimumAllocation));
        Assert.True(asked.Request.Weights.Priority > 0 && asked.Request.Travel.MaxKm > 0 && asked.Request.NowEpochMs > 0);
    }

    [Fact]
    public async Task An_answer_is_applied_once_and_becomes_orders_when_the_donations_confirm()
    {
        var region = await Region.StartAsync();
        var ngo = await region.AddNgoAsync(capacityKg: 150);
        var donation = await region.AddDonationAsync(kg: 100);
        var asked = await region.AskedAsync();

        await region.AnswerAsync(asked, (donation, ngo, 60));
        var decided = await region.DecidedAsync(asked.RunId);
        await region.AnswerAsync(asked, (donation, ngo, 60));
        await region.AnswerAsync(asked, (donation, ngo, 40));

        var lot = Assert.Single(decided.Lots);
        Assert.Equal((donation.Id, ngo.Id, 60_000L, "Pantry"), (lot.DonationId, lot.NgoId, lot.Grams, lot.NgoName));
        await region.ConfirmAsync(asked, decided, donation);
        await region.ConfirmAsync(asked, decided, donation);
        await region.Host.OrderOfAsync(lot.AllocationId);
        await region.LedgerAsync(ngo, reservedGrams: 60_000, slots: 1);
        Assert.Equal(1L, await region.CountAsync("allocation.allocations"));
        Assert.Equal(1L, await region.CountAsync("orders.orders"));
        await region.Host.EventuallyAsync("confirmed", "select status from allocation.allocations where id = $1", lot.AllocationId);
    }

    [Fact]
    public async Task Lots_that_are_decided_and_not_yet_confirmed_are_not_offered_again()
    {
        var region = await Region.StartAsync();
        var ngo = await region.AddNgoAsync();
        var donation = await region.AddDonationAsync(kg: 100);
        var first = await region.AskedAsync();
        await region.AnswerAsync(first, (donation, ngo, 60));
        await region.DecidedAsync(first.RunId);

        var small = await region.AddDonationAsync(kg: 10);
        var second = await region.AskedAsync(after: first.RunId, that: request => request.Foods.Any(food => food.Id == small.Id));

        Assert.Equal(40.0, second.Request.Foods.Single(food => food.Id == donation.Id).RemainingQuantity);
        Assert.Equal(140.0, Assert.Single(second.Request.Ngos).StorageCapacity);
    }

    [Fact]
    public async Task Food_left_over_waits_for_a_change_or_the_slow_timer()
    {
        var region = await Region.StartAsync();
        await region.AddNgoAsync();
        await region.AddDonationAsync(kg: 100);
        var asked = await region.AskedAsync();
        await region.AnswerAsync(asked);
        await region.EndedAsync(asked.RunId, "completed");
        await region.SettleAsync();
        var runs = await region.CountAsync("allocation.runs");

        var options = new AllocationOptions();
        Assert.Null(await DueAtAsync(options.RetryInterval - TimeSpan.FromSeconds(5)));
        Assert.Equal(RunCause.Timer, (await DueAtAsync(options.RetryInterval + TimeSpan.FromSeconds(5)))?.Cause);
        Assert.Equal(runs, await region.CountAsync("allocation.runs"));

        async Task<DueRegion?> DueAtAsync(TimeSpan later)
        {
            var now = DateTimeOffset.UtcNow + later;
            var due = await region.Host.Services.GetRequiredService<RunQuery>().DueAsync(now, options.Quiet, options.MaxWait, CancellationToken.None);
            return due.SingleOrDefault(d => d.Region == region.Name && d.DueAt <= now);
        }
    }

    [Fact]
    public async Task Lots_that_do_not_fit_any_more_are_dropped_and_the_region_is_solved_again()
    {
        var region = await Region.StartAsync();
        var ngo = await region.AddNgoAsync(capacityKg: 50);
        var (first, second) = (await region.AddDonationAsync(kg: 40), await region.AddDonationAsync(kg: 40));
        var asked = await region.AskedAsync(withFoods: 2);

        await region.AnswerAsync(asked, (first, ngo, 40), (second, ngo, 40));

        Assert.Single((await region.DecidedAsync(asked.RunId)).Lots);
        Assert.Equal(1, await region.Host.ScalarAsync<int>("select dropped from allocation.runs where id = $1", asked.RunId));
        await region.AskedAsync(after: asked.RunId);
    }

    [Fact]
    public async Task A_refused_lot_is_given_back_and_its_donation_waits_for_news()
    {
        var region = await Region.StartAsync();
        var ngo = await region.AddNgoAsync();
        var donation = await region.AddDonationAsync(kg: 100);
        var asked = await region.AskedAsync();
        await region.AnswerAsync(asked, (donation, ngo, 60));
        var lot = (await region.DecidedAsync(asked.RunId)).Lots[0];
        var refused = new DonationsAllocated
        {
            RunId = asked.RunId,
            Region = region.Name,
            Rejected = { new RejectedLot { AllocationId = lot.AllocationId, DonationId = donation.Id, NgoId = ngo.Id, Grams = lot.Grams, Reason = "Less than that is left." } },
        };

        await region.Host.PublishAsync(Topics.DonationAllocated, refused);
        await region.LedgerAsync(ngo, reservedGrams: 0, slots: 0);
        await region.Host.PublishAsync(Topics.DonationAllocated, refused);

        await region.AskedAsync(after: asked.RunId);
        await region.LedgerAsync(ngo, reservedGrams: 0, slots: 0);
        Assert.Equal(1, await region.Host.ScalarAsync<int>("select refused from allocation.runs where id = $1", asked.RunId));
        Assert.Equal(1, await region.Host.ScalarAsync<int>("select refusals from allocation.donations where id = $1", donation.Id));
    }

    [Fact]
    public async Task Of_many_starts_at_once_one_run_of_a_region_is_in_flight()
    {
        var region = await Region.StartAsync();
        await region.AddNgoAsync();
        await region.AddDonationAsync(kg: 100);
        var starter = region.Host.Services.GetRequiredService<RunStarter>();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => region.Host.InTransactionAsync("allocation", command =>
            starter.StartAsync(command, region.Name, RunCause.Request, CancellationToken.None))));

        await region.AskedAsync();
        Assert.True(outcomes.Count(o => o.Outcome == StartOutcome.Asked) <= 1);
        Assert.Equal(1L, await region.CountAsync("allocation.runs"));
    }

    [Fact]
    public async Task Dispatchers_start_runs_and_read_why_each_lot_was_decided()
    {
        var region = await Region.StartAsync();
        using var dispatcher = region.Host.AsDispatcher();
        var empty = await dispatcher.PostCommandAsync("/api/v1/allocation-runs", new { region = region.Name }).ReadAsync<JsonNode>(HttpStatusCode.Created);
        Assert.Equal(("completed", "empty"), ((string?)empty["status"], (string?)empty["solverStatus"]));
        var ngo = await region.AddNgoAsync();
        var donation = await region.AddDonationAsync(kg: 60);
        var asked = await region.AskedAsync();
        await dispatcher.PostCommandAsync("/api/v1/allocation-runs", new { region = region.Name }).ProblemAsync(HttpStatusCode.Conflict);
        await region.AnswerAsync(asked, (donation, ngo, 60));
        await region.DecidedAsync(asked.RunId);

        var id = new Id<Kinds.Run>(asked.RunId);
        var run = await dispatcher.GetNodeAsync($"/api/v1/allocation-runs/{id}");
        var lot = (await dispatcher.GetNodeAsync($"/api/v1/allocation-runs/{id}/allocations"))["items"]?[0];
        var listed = await dispatcher.GetNodeAsync($"/api/v1/allocation-runs?region={region.Name}&status=completed");

        Assert.Equal(("completed", 60m, 1, 0.01), ((string?)run["status"], (decimal?)run["allocatedKg"], (int?)run["lots"], (double?)run["gap"]));
        Assert.Equal("donation", (string?)lot?["explanation"]?["limitedBy"]);
        Assert.Equal("A kg counts there as 1.5: +50 % for its priority.", lot?["explanation"]?["why"]?[1]?.ToString());
        Assert.Equal([id.ToString(), (string?)empty["id"]], (listed["items"] as JsonArray ?? []).Select(item => (string?)item?["id"]));
        Assert.Equal(["region"], await dispatcher.PostCommandAsync("/api/v1/allocation-runs", new { region = "No Region" }).WrongFieldsAsync());
        await dispatcher.GetAsync($"/api/v1/allocation-runs/{new Id<Kinds.Run>(12)}").ProblemAsync(HttpStatusCode.NotFound);
        using var donor = region.Host.AsDonor();
        await donor.GetAsync($"/api/v1/allocation-runs/{id}").ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task NGOs_that_do_not_accept_or_are_not_verified_get_nothing()
    {
        var region = await Region.StartAsync();
        await region.AddNgoAsync(change: ngo => ngo.Accepting = false);
        await region.AddNgoAsync(change: ngo => ngo.Verified = false);
        var open = await region.AddNgoAsync();
        await region.AddDonationAsync(kg: 100);

        Assert.Equal(open.Id, Assert.Single((await region.AskedAsync()).Request.Ngos).Id);
    }

    [Fact]
    public async Task NGOs_that_are_full_are_told_to_the_engine_as_full()
    {
        var region = await Region.StartAsync();
        var full = await region.AddNgoAsync(slots: 0);
        var open = await region.AddNgoAsync();
        await region.AddDonationAsync(kg: 100);

        var request = (await region.AskedAsync()).Request;
        Assert.Equal(open.Id, Assert.Single(request.Ngos).Id);
        Assert.Equal((full.Id, 0), (Assert.Single(request.FullNgos).Id, request.FullNgos[0].Slots));
    }

    [Fact]
    public async Task Less_daily_capacity_leaves_what_is_reserved_and_offers_no_more()
    {
        var region = await Region.StartAsync();
        var ngo = await region.AddNgoAsync(capacityKg: 200);
        var donation = await region.AddDonationAsync(kg: 100);
        var asked = await region.AskedAsync();
        await region.AnswerAsync(asked, (donation, ngo, 60));
        await region.DecidedAsync(asked.RunId);
        var smaller = ngo.Clone();
        (smaller.Version, smaller.DailyCapacityGrams) = (2, 30_000);

        await region.Host.PublishAsync(Topics.NgoUpdated, new NgoUpdated { Ngo = smaller });

        await region.Host.EventuallyAsync(60_000L, "select capacity_grams from allocation.ngo_days where ngo_id = $1", ngo.Id);
        await region.LedgerAsync(ngo, reservedGrams: 60_000, slots: 1);
        Assert.Equal(1L, await region.CountAsync("allocation.runs"));
    }
}
