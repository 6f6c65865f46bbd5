using System.Net;
using Thesis.ServiceDefaults;
using Thesis.Services.Donors.Api;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Donors;

public class DonorTests(ServicesHost host) : IClassFixture<ServicesHost>
{
    private const string Donors = "/api/v1/donors";

    [Fact]
    public async Task A_donor_users_donor_is_its_own_and_unverified()
    {
        var request = DonorScenes.Request();
        request["managers"] = new[] { "user-somebody-else" };
        var donor = await CreateAsOwnAsync(request);
        Assert.False(donor.Verified);
        Assert.Equal(["user-donor1"], donor.Managers);
    }

    [Fact]
    public async Task A_dispatchers_donor_is_verified_and_has_the_managers_stated()
    {
        var donor = await host.CreateDonorAsync(["user-donor1", "user-donor2"]);
        Assert.True(donor.Verified);
        Assert.Equal(["user-donor1", "user-donor2"], donor.Managers);
    }

    [Fact]
    public async Task The_same_name_at_the_same_place_is_refused()
    {
        var request = DonorScenes.Request();
        await CreateAsOwnAsync(request);
        var problem = await host.AsDonor().PostCommandAsync(Donors, request).ProblemAsync(HttpStatusCode.Conflict);
        Assert.EndsWith("/donor-exists", (string?)problem["type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Managers_are_shown_to_themselves_and_to_dispatchers_only()
    {
        var donor = await host.CreateDonorAsync(["user-donor1"]);
        Assert.Null((await host.AsDonor("user-donor2").GetAsync($"{Donors}/{donor.Id}").ReadAsync<DonorResponse>()).Managers);
        Assert.NotNull((await host.AsDonor().GetAsync($"{Donors}/{donor.Id}").ReadAsync<DonorResponse>()).Managers);
        Assert.NotNull((await host.AsDispatcher().GetAsync($"{Donors}/{donor.Id}").ReadAsync<DonorResponse>()).Managers);
    }

    [Fact]
    public async Task A_manager_changes_its_donor_but_not_who_manages_it()
    {
        var donor = await host.CreateDonorAsync(["user-donor1"]);
        var change = DonorScenes.Request();
        change["managers"] = new[] { "user-donor2" };
        var changed = await host.AsDonor().PutCommandAsync($"{Donors}/{donor.Id}", change, donor.Version).ReadAsync<DonorResponse>();
        Assert.Equal(change["name"], changed.Name);
        Assert.Equal(donor.Version + 1, changed.Version);
        Assert.True(changed.Verified);
        Assert.Equal(["user-donor1"], changed.Managers);
    }

    [Fact]
    public async Task A_stale_change_is_refused_and_changes_nothing()
    {
        var donor = await host.CreateDonorAsync(["user-donor1"], "stale");
        var url = $"{Donors}/{donor.Id}";
        var first = await host.AsDonor().PutCommandAsync(url, DonorScenes.Request("stale"), donor.Version).ReadAsync<DonorResponse>();
        await host.AsDonor().PutCommandAsync(url, DonorScenes.Request(), donor.Version).ProblemAsync(HttpStatusCode.PreconditionFailed);
        await host.AsDonor().CommandAsync(HttpMethod.Put, url, DonorScenes.Request()).ProblemAsync(HttpStatusCode.PreconditionRequired);
        var now = await host.AsDonor().GetAsync(url).ReadAsync<DonorResponse>();
        Assert.Equal((first.Name, first.Version), (now.Name, now.Version));
    }

    [Fact]
    public async Task Nobody_changes_another_ones_donor()
    {
        var donor = await host.CreateDonorAsync(["user-donor1"]);
        await host.AsDonor("user-donor2").PutCommandAsync($"{Donors}/{donor.Id}", DonorScenes.Request(), donor.Version)
            .ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_donor_is_verified_once()
    {
        var donor = await CreateAsOwnAsync(DonorScenes.Request());
        var verified = await host.AsDispatcher().PostCommandAsync($"{Donors}/{donor.Id}/verify").ReadAsync<DonorResponse>();
        var again = await host.AsDispatcher().PostCommandAsync($"{Donors}/{donor.Id}/verify").ReadAsync<DonorResponse>();
        Assert.Equal((true, donor.Version + 1), (verified.Verified, verified.Version));
        Assert.Equal(verified.Version, again.Version);
        Assert.Equal(2, await host.ScalarAsync<long>("select count(*) from donors.audit where entity_id = $1", donor.Id.ToString()));
    }

    [Fact]
    public async Task A_repeated_request_is_answered_as_the_first_time()
    {
        var request = DonorScenes.Request();
        var key = Guid.NewGuid().ToString();
        var first = await host.AsDonor().PostCommandAsync(Donors, request, key).ReadAsync<DonorResponse>(HttpStatusCode.Created);
        var second = await host.AsDonor().PostCommandAsync(Donors, request, key).ReadAsync<DonorResponse>(HttpStatusCode.Created);
        Assert.Equal(first.Id, second.Id);
        await host.AsDonor().PostCommandAsync(Donors, DonorScenes.Request(), key).ProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Pages_give_every_donor_of_a_region_once()
    {
        for (var i = 0; i < 7; i++)
        {
            await host.CreateDonorAsync(["user-donor7"], "paged");
        }

        var seen = new List<Id<Kinds.Donor>>();
        var token = "";
        do
        {
            var page = await host.AsNgo().GetAsync($"{Donors}?region=paged&pageSize=3{token}").ReadAsync<Page<DonorResponse>>();
            seen.AddRange(page.Items.Select(donor => donor.Id));
            token = page.NextPageToken is { } next ? $"&pageToken={next}" : "";
        }
        while (token.Length > 0);

        Assert.Equal((7, 7), (seen.Count, seen.Distinct().Count()));
    }

    [Fact]
    public async Task A_user_finds_the_donors_that_it_manages()
    {
        var mine = await host.CreateDonorAsync(["user-donor5"]);
        await host.CreateDonorAsync(["user-donor6"]);
        var page = await host.AsDonor("user-donor5").GetAsync($"{Donors}?mine=true").ReadAsync<Page<DonorResponse>>();
        Assert.Equal([mine.Id], page.Items.Select(donor => donor.Id));
    }

    [Fact]
    public async Task The_map_shows_the_donors_of_its_region()
    {
        var donor = await host.CreateDonorAsync(["user-donor1"], "mapped");
        var map = await host.AsDriver().GetAsync($"{Donors}/map?region=mapped").ReadAsync<DonorMap>();
        Assert.Equal([donor.Id], map.Items.Select(point => point.Id));
        Assert.False(map.Truncated);
    }

    [Fact]
    public async Task A_donor_has_several_places_and_a_donation_names_one()
    {
        var donor = await host.CreateDonorAsync(["user-donor1"], "places");
        object warehouse = new
        {
            name = "Warehouse",
            place = new { latitude = 34.1, longitude = -118.3, address = "2 Dock St", region = "places" },
            openingHours = "Mon 9-12; by appointment",
            accessNotes = "Gate 4",
            contacts = new[] { new { name = "Dock", phone = "+1 213 555 0111" } },
        };
        var placed = await host.AsDonor().PutCommandAsync($"{Donors}/{donor.Id}/locations", new { locations = new[] { warehouse } }, donor.Version).ReadAsync<DonorResponse>();
        var location = Assert.Single(placed.Locations);
        Assert.Equal(("Warehouse", "Mon 09:00-12:00; By appointment", "Gate 4"), (location.Name, location.OpeningHours, location.AccessNotes));
        var stranger = await host.AsDonor("user-donor8").GetAsync($"{Donors}/{donor.Id}").ReadAsync<DonorResponse>();
        Assert.Equal((null, null), (stranger.Locations[0].AccessNotes, stranger.Locations[0].Contacts));
        await Eventually.HoldsAsync("the location", async () =>
            await host.ScalarAsync<long>("select count(*) from donations.donor where id = $1 and locations <> '[]'", donor.Id.Value) == 1);

        var request = Donations.DonationScenes.Request(donor.Id);
        request["locationId"] = location.Id;
        var there = await host.AsDonor().PostCommandAsync("/api/v1/donations", request).ReadAsync<Thesis.Services.Donations.Api.DonationResponse>(HttpStatusCode.Created);
        request.Remove("locationId");
        var first = await host.AsDonor().PostCommandAsync("/api/v1/donations", request).ReadAsync<Thesis.Services.Donations.Api.DonationResponse>(HttpStatusCode.Created);

        Assert.Equal((location.Place, "Gate 4"), (there.Place, there.AccessNotes));
        Assert.Equal((donor.Place, ""), (first.Place, first.AccessNotes));
        // Stated again by its id it stays the same place.
        var renamed = await host.AsDonor().PutCommandAsync(
            $"{Donors}/{donor.Id}/locations", new { locations = new[] { new { id = location.Id, name = "Depot", place = location.Place } } }, placed.Version).ReadAsync<DonorResponse>();
        Assert.Equal((location.Id, "Depot"), (renamed.Locations.Single().Id, renamed.Locations[0].Name));
    }

    private Task<DonorResponse> CreateAsOwnAsync(Dictionary<string, object?> request) =>
        host.AsDonor().PostCommandAsync(Donors, request).ReadAsync<DonorResponse>(HttpStatusCode.Created);
}
