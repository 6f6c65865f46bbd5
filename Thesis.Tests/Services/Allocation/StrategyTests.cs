using System.Net;
using System.Text.Json.Nodes;
using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Allocation;

public class StrategyTests
{
    private const string Path = "/api/v1/allocation-strategies";

    [Fact]
    public async Task A_region_s_runs_follow_the_strategy_it_chose_and_keep_it_as_it_was()
    {
        var region = await Region.StartAsync();
        var name = NewName();
        using var admin = region.Host.AsAdmin();
        using var dispatcher = region.Host.AsDispatcher();
        var created = await admin.PostCommandAsync(Path, new
        {
            name,
            about = "Few, large lots.",
            document = new { lots = new { minimumKg = 25, maximumSources = 3 }, weights = new { priority = 1.5 } },
        }).ReadAsync<JsonNode>(HttpStatusCode.Created);
        Assert.Equal(40, (int?)created["document"]?["travel"]?["speedKmh"]);
        await dispatcher.PutCommandAsync($"{Path}/by-region/{region.Name}", new { strategy = name }, 1).ReadAsync<JsonNode>();

        await region.AddNgoAsync();
        await region.AddDonationAsync(kg: 100);
        var asked = await region.AskedAsync();

        Assert.Equal((name, 25.0, 3, 1.5), (asked.Request.StrategyVersion, asked.Request.MinimumAllocation, asked.Request.MaximumSources, asked.Request.Weights.Priority));
        var kept = await dispatcher.GetNodeAsync($"/api/v1/allocation-runs/{new Id<Kinds.Run>(asked.RunId)}/strategy");
        Assert.Equal((name, 25), ((string?)kept["name"], (int?)kept["document"]?["lots"]?["minimumKg"]));
    }

    [Fact]
    public async Task What_is_wrong_with_a_document_is_told_by_its_path()
    {
        var host = await Logistics.SharedAsync();
        using var admin = host.AsAdmin();
        var wrong = await admin.PostCommandAsync(Path, new
        {
            name = NewName(),
            document = new
            {
                weights = new { priority = -1, prioritiy = 1 },
                fairness = new { curve = new[] { new { received = 1, factor = 1 }, new { received = 1, factor = 2 } } },
                travel = new { openingHours = "yes" },
                extras = 1,
            },
        }).WrongFieldsAsync();
        Assert.Equal(
            ["document.extras", "document.fairness.curve[1].received", "document.travel.openingHours", "document.weights.prioritiy", "document.weights.priority"],
            wrong.Order(StringComparer.Ordinal));
        Assert.Equal(["name"], await admin.PostCommandAsync(Path, new { name = "No Version", document = new { } }).WrongFieldsAsync());
        await admin.PostCommandAsync(Path, new { name = "balanced-1", document = new { } }).ProblemAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Strategies_are_listed_with_the_built_in_ones_first_and_made_by_administrators_only()
    {
        var host = await Logistics.SharedAsync();
        using var dispatcher = host.AsDispatcher();
        var listed = await dispatcher.GetNodeAsync($"{Path}?pageSize=3");
        Assert.Equal(["balanced-1", "equity-1", "balanced-2"], (listed["items"] as JsonArray ?? []).Select(item => (string?)item?["name"]));
        Assert.Equal("equity-2", (string?)(await dispatcher.GetNodeAsync($"{Path}?pageSize=3&pageToken={listed["nextPageToken"]}"))["items"]?[0]?["name"]);
        Assert.Equal(90, (int?)(await dispatcher.GetNodeAsync($"{Path}/equity-2"))["document"]?["travel"]?["maximumKm"]);
        await dispatcher.GetAsync($"{Path}/unheard-of-1").ProblemAsync(HttpStatusCode.NotFound);
        await dispatcher.PostCommandAsync(Path, new { name = NewName(), document = new { } }).ProblemAsync(HttpStatusCode.Forbidden);
        Assert.Equal(["strategy"], await dispatcher.PutCommandAsync($"{Path}/by-region/los-angeles", new { strategy = "unheard-of-1" }, 1).WrongFieldsAsync());
    }

    [Fact]
    public async Task Opening_hours_reach_the_engine_where_the_strategy_heeds_them()
    {
        var region = await Region.StartAsync();
        using var dispatcher = region.Host.AsDispatcher();
        await dispatcher.PutCommandAsync($"{Path}/by-region/{region.Name}", new { strategy = "balanced-2" }, 1).ReadAsync<JsonNode>();
        var daily = await region.AddNgoAsync(change: ngo => ngo.OpeningHours = string.Join("; ", new[] { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" }.Select(day => day + " 08:00-12:00")));
        var unknown = await region.AddNgoAsync();
        await region.AddDonationAsync(kg: 100);

        var asked = await region.AskedAsync(that: request => request.Ngos.Count == 2);

        var openings = asked.Request.Ngos.Single(ngo => ngo.Id == daily.Id).Openings;
        Assert.InRange(openings.Count, 7, 9);
        Assert.All(openings, opening => Assert.Equal(4 * 3_600_000, opening.UntilEpochMs - opening.FromEpochMs));
        Assert.True(openings[0].UntilEpochMs > asked.Request.NowEpochMs);
        Assert.Empty(asked.Request.Ngos.Single(ngo => ngo.Id == unknown.Id).Openings);
    }

    [Fact]
    public async Task What_fell_short_is_told_in_sentences_with_who_outbid_it()
    {
        var region = await Region.StartAsync();
        var (first, second) = (await region.AddNgoAsync(), await region.AddNgoAsync());
        var donation = await region.AddDonationAsync(kg: 100);
        var asked = await region.AskedAsync(that: request => request.Ngos.Count == 2);
        var response = new AllocationResponse { Status = "optimal", SolverVersion = "played", StoppedBy = "optimal" };
        response.Ngos.Add(new NgoExplanation
        {
            NgoId = second.Id,
            Left = 200,
            CapacityPrice = 0,
            Limits = { new Limit { Kind = "outbid", Price = 1.25, Bid = 0.8, NgoId = first.Id, FoodDonationId = donation.Id, Pairs = 1 } },
        });
        response.Donations.Add(new DonationExplanation
        {
            FoodDonationId = donation.Id,
            Allocated = 60,
            Left = 40,
            SupplyPrice = 0.5,
            Limits = { new Limit { Kind = "opening_hours", NgoId = second.Id, Pairs = 2 } },
        });
        await region.Host.PublishAsync(Topics.AllocationCompleted, new AllocationCompleted { RunId = asked.RunId, Region = region.Name, Response = response });
        await region.EndedAsync(asked.RunId, "completed");

        using var dispatcher = region.Host.AsDispatcher();
        var path = $"/api/v1/allocation-runs/{new Id<Kinds.Run>(asked.RunId)}/explanations";
        var ngo = (await dispatcher.GetNodeAsync($"{path}?subject=ngo"))["items"]?[0];
        Assert.Equal(new Id<Kinds.Ngo>(second.Id).ToString(), (string?)ngo?["ngoId"]);
        Assert.Equal($"{donation.Title} from {donation.DonorName}, for one, went to {first.Name} at a price of 1.3 a kg; here a kg would be worth 0.8 after the trip.", ngo?["why"]?[1]?.ToString());
        Assert.Equal((donation.DonorName, 0.8), ((string?)ngo?["limits"]?[0]?["donorName"], (double?)ngo?["limits"]?[0]?["bidPerKg"]));
        var left = (await dispatcher.GetNodeAsync($"{path}?subject=donation"))["items"]?[0];
        Assert.Equal((60m, 40m, 0.5), ((decimal?)left?["allocatedKg"], (decimal?)left?["leftKg"], (double?)left?["priceOfKg"]));
        Assert.Equal($"40 kg of the 100 kg of {donation.Title} from {donation.DonorName} are left over: 2 charities nearby are closed whenever it could arrive.", left?["why"]?[0]?.ToString());
        Assert.NotNull((await dispatcher.GetNodeAsync($"{path}?pageSize=1"))["nextPageToken"]);
        Assert.Equal(["subject"], await dispatcher.GetAsync($"{path}?subject=driver").WrongFieldsAsync());
        using var donor = region.Host.AsDonor();
        await donor.GetAsync(path).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_cancelled_run_is_given_up_once_and_its_answer_changes_nothing()
    {
        var region = await Region.StartAsync();
        var ngo = await region.AddNgoAsync();
        var donation = await region.AddDonationAsync(kg: 100);
        var asked = await region.AskedAsync();
        using var dispatcher = region.Host.AsDispatcher();
        var path = $"/api/v1/allocation-runs/{new Id<Kinds.Run>(asked.RunId)}/cancel";

        var cancelled = await dispatcher.PostCommandAsync(path, null).ReadAsync<JsonNode>();
        await dispatcher.PostCommandAsync(path, null).ProblemAsync(HttpStatusCode.Conflict);
        await region.AnswerAsync(asked, (donation, ngo, 60));
        await region.AskedAsync(after: asked.RunId);

        Assert.Equal(("failed", "cancelled"), ((string?)cancelled["status"], (string?)cancelled["stoppedBy"]));
        Assert.Contains((await region.Host.EnvelopesAsync(Topics.AllocationCancelled)), e => AllocationCancelled.Parser.ParseFrom(e.Payload).RunId == asked.RunId);
        Assert.Equal(0L, await region.CountAsync("allocation.allocations"));
        await dispatcher.PostCommandAsync($"/api/v1/allocation-runs/{new Id<Kinds.Run>(12)}/cancel", null).ProblemAsync(HttpStatusCode.NotFound);
    }

    private static string NewName() => $"tested-{Guid.NewGuid():N}-1";
}
