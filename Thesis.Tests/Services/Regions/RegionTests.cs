using System.Net;
using System.Text.Json.Nodes;
using Thesis.Contracts.Regions.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Regions.Api;
using Thesis.Services.Tests.Donors;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Regions;

public class RegionTests(ServicesHost host) : IClassFixture<ServicesHost>
{
    private static int count;

    [Fact]
    public async Task An_administrator_states_a_region_and_everybody_who_is_signed_in_reads_it()
    {
        var slug = NewSlug();
        var created = await CreateAsync(slug);

        Assert.Equal((slug, 1L, true, "Asia/Kolkata", "kg", "INR"), (created.Region, created.Version, created.Confirmed, created.TimeZone, created.Units, created.Currency));
        var read = await host.AsDriver().GetAsync($"/api/v1/regions/{slug}").ReadAsync<RegionResponse>();
        Assert.Equal(("22:00", "07:30"), (read.QuietHours?.From, read.QuietHours?.Until));
        Assert.Equal([new DateOnly(2026, 1, 26)], read.Holidays);
        Assert.Equal([77.0, 28.0], read.Outline?.Coordinates?[0][0]);
        var listed = await host.AsNgo().GetNodeAsync("/api/v1/regions?pageSize=200");
        Assert.Contains((JsonArray)listed["items"]!, region => (string?)region?["region"] == slug);
    }

    [Fact]
    public async Task A_change_needs_the_version_that_was_read()
    {
        var slug = NewSlug();
        await CreateAsync(slug);

        await host.AsAdmin().CommandAsync(HttpMethod.Put, $"/api/v1/regions/{slug}", Request(null)).ProblemAsync(HttpStatusCode.PreconditionRequired);
        await host.AsAdmin().PutCommandAsync($"/api/v1/regions/{slug}", Request(null), 7).ProblemAsync(HttpStatusCode.PreconditionFailed);
        var request = Request(null);
        request["timeZone"] = "Europe/Berlin";
        var changed = await host.AsAdmin().PutCommandAsync($"/api/v1/regions/{slug}", request, 1).ReadAsync<RegionResponse>();

        Assert.Equal((2L, "Europe/Berlin"), (changed.Version, changed.TimeZone));
    }

    [Fact]
    public async Task A_region_that_is_stated_twice_is_a_conflict()
    {
        var slug = NewSlug();
        await CreateAsync(slug);

        await host.AsAdmin().PostCommandAsync("/api/v1/regions", Request(slug)).ProblemAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_region_that_a_place_names_first_is_listed_with_assumptions_until_an_administrator_states_it()
    {
        var slug = NewSlug();
        await host.CreateDonorAsync([], slug);
        var assumed = await Eventually.GetAsync("the region", async () =>
        {
            using var answer = await host.AsDonor().GetAsync($"/api/v1/regions/{slug}");
            return answer.IsSuccessStatusCode ? await Task.FromResult(answer).ReadAsync<RegionResponse>() : null;
        });
        Assert.Equal((false, "Etc/UTC"), (assumed.Confirmed, assumed.TimeZone));

        var stated = await CreateAsync(slug);

        Assert.Equal((true, 2L, "Asia/Kolkata"), (stated.Confirmed, stated.Version, stated.TimeZone));
    }

    [Fact]
    public async Task Other_services_read_regions_and_allocation_follows_them()
    {
        var slug = NewSlug();
        await CreateAsync(slug);

        var answer = await new RegionsService.RegionsServiceClient(host.GrpcAsService()).GetRegionsAsync(new GetRegionsRequest { Regions = { slug, "nowhere" } });

        var region = Assert.Single(answer.Regions);
        Assert.Equal(("Asia/Kolkata", 22 * 60, 7 * 60 + 30), (region.TimeZone, region.QuietHours.FromMinute, region.QuietHours.UntilMinute));
        await Eventually.HoldsAsync("allocation knows the zone", async () =>
            await host.ScalarAsync<string>("select time_zone from allocation.regions where region = $1", slug) == "Asia/Kolkata");
    }

    internal static Dictionary<string, object?> Request(string? slug) => new()
    {
        ["region"] = slug,
        ["name"] = "Delhi",
        ["timeZone"] = "Asia/Kolkata",
        ["units"] = "kg",
        ["language"] = "hi-IN",
        ["quietHours"] = new Dictionary<string, object?> { ["from"] = "22:00", ["until"] = "07:30" },
        ["currency"] = "INR",
        ["strategy"] = "balanced-2",
        ["holidays"] = new[] { "2026-01-26", "2026-01-26" },
        ["outline"] = new Dictionary<string, object?>
        {
            ["type"] = "Polygon",
            ["coordinates"] = new[] { new[] { new[] { 77.0, 28.0 }, [78.0, 28.0], [78.0, 29.0], [77.0, 28.0] } },
        },
    };

    private static string NewSlug() => $"delhi-{Interlocked.Increment(ref count)}";

    private Task<RegionResponse> CreateAsync(string slug) =>
        host.AsAdmin().PostCommandAsync("/api/v1/regions", Request(slug)).ReadAsync<RegionResponse>(HttpStatusCode.Created);
}
