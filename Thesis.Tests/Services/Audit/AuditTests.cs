using System.Net;
using System.Text.Json.Nodes;
using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Donors.Api;
using Thesis.Services.Tests.Donors;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Audit;

public class AuditTests(ServicesHost host) : IClassFixture<ServicesHost>
{
    private const string Trail = "/api/v1/audit/donors";

    [Fact]
    public async Task A_change_is_found_with_who_did_what_before_after_and_the_trace()
    {
        var donor = await host.CreateDonorAsync(["user-donor1"]);
        var request = DonorScenes.Request();
        request["kind"] = "bakery";
        await host.AsDonor().PutCommandAsync($"/api/v1/donors/{donor.Id}", request, donor.Version).ReadAsync<DonorResponse>();

        var rows = await RowsAsync($"?entityId={donor.Id}");

        Assert.Equal(["donor.updated", "donor.created"], rows.Select(row => (string?)row["action"]));
        var (updated, created) = (rows[0], rows[1]);
        Assert.Equal(("user-donor1", "user-dispatcher"), ((string?)updated["actor"], (string?)created["actor"]));
        Assert.Equal(("supermarket", "bakery"), ((string?)updated["before"]?["kind"], (string?)updated["after"]?["kind"]));
        Assert.Null(created["before"]);
        var trace = (string?)updated["traceId"];
        Assert.Matches("^[0-9a-f]{32}$", trace);
        Assert.Equal((string?)updated["id"], (string?)Assert.Single(await RowsAsync($"?traceId={trace}"))["id"]);
    }

    [Fact]
    public async Task It_is_filtered_by_actor_action_and_time_and_paged_newest_first()
    {
        for (var i = 0; i < 5; i++)
        {
            await host.As("user-busy", Roles.Donor).PostCommandAsync("/api/v1/donors", DonorScenes.Request()).ReadAsync<DonorResponse>(HttpStatusCode.Created);
        }

        Assert.Equal(5, (await RowsAsync("?actor=user-busy&action=donor.")).Count);
        Assert.Empty(await RowsAsync("?actor=user-busy&action=donor.verified"));
        Assert.Empty(await RowsAsync($"?actor=user-busy&until={Uri.EscapeDataString(DateTimeOffset.UtcNow.AddHours(-1).ToString("O"))}"));
        var first = await host.AsAdmin().GetNodeAsync($"{Trail}?actor=user-busy&pageSize=3");
        var second = await host.AsAdmin().GetNodeAsync($"{Trail}?actor=user-busy&pageSize=3&pageToken={first["nextPageToken"]}");
        var times = Items(first).Concat(Items(second)).Select(row => DateTimeOffset.Parse((string?)row["time"] ?? "")).ToList();
        Assert.Equal((3, 2), (Items(first).Count, Items(second).Count));
        Assert.Equal(times.OrderDescending(), times);
    }

    [Fact]
    public async Task Nobody_but_an_administrator_reads_it()
    {
        await host.AsDispatcher().GetAsync(Trail).ProblemAsync(HttpStatusCode.Forbidden);
        await host.AsDonor().GetAsync(Trail).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_was_written_is_not_changed_any_more()
    {
        await host.CreateDonorAsync([]);

        await Assert.ThrowsAsync<PostgresException>(() => host.ScalarAsync<object>("update donors.audit set actor = 'somebody else'"));
        await Assert.ThrowsAsync<PostgresException>(() => host.ScalarAsync<object>("delete from donors.audit"));
    }

    private async Task<List<JsonNode>> RowsAsync(string query) => Items(await host.AsAdmin().GetNodeAsync(Trail + query));

    private static List<JsonNode> Items(JsonNode page) => [.. ((JsonArray)page["items"]!).OfType<JsonNode>()];
}
