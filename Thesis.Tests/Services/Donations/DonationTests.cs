using System.Net;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Api;
using Thesis.Services.Tests.Donors;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Donations;

public class DonationTests(ServicesHost host) : IClassFixture<ServicesHost>
{
    private const string Donations = "/api/v1/donations";

    [Fact]
    public async Task A_new_donation_is_open_in_full_at_the_donors_place()
    {
        var donation = await host.CreateDonationAsync();
        Assert.Equal(("open", 100m, 100m, 0m, 0m, 0m), (donation.Status, donation.QuantityKg, donation.OpenKg, donation.ReservedKg, donation.DeliveredKg, donation.LostKg));
        Assert.Equal(34.05, donation.Place.Latitude);
        Assert.Equal(donation, await host.GetDonationAsync(donation.Id));
    }

    [Fact]
    public async Task A_donor_that_is_not_verified_may_not_post()
    {
        var donor = await host.AsDonor().PostCommandAsync("/api/v1/donors", DonorScenes.Request())
            .ReadAsync<Services.Donors.Api.DonorResponse>(HttpStatusCode.Created);
        var problem = await host.AsDonor().PostCommandAsync(Donations, DonationScenes.Request(donor.Id)).ProblemAsync(HttpStatusCode.Conflict);
        Assert.EndsWith("/donor-not-verified", (string?)problem["type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_donor_that_was_just_registered_may_post_at_once()
    {
        var donor = await host.CreateDonorAsync(["user-donor1"]);
        var donation = await host.AsDonor().PostCommandAsync(Donations, DonationScenes.Request(donor.Id)).ReadAsync<DonationResponse>(HttpStatusCode.Created);
        Assert.Equal(donor.Name, donation.DonorName);
    }

    [Fact]
    public async Task Only_the_donors_managers_and_dispatchers_post_for_it()
    {
        var donor = await host.CreateKnownDonorAsync();
        var request = DonationScenes.Request(donor.Id);
        await host.AsDonor("user-donor2").PostCommandAsync(Donations, request).ProblemAsync(HttpStatusCode.Forbidden);
        await host.AsDispatcher().PostCommandAsync(Donations, request).ReadAsync<DonationResponse>(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_donation_is_restated_by_its_donor()
    {
        var donation = await host.CreateDonationAsync();
        var request = DonationScenes.Request(donation.DonorId);
        request["quantityKg"] = 0.001m;
        request["smallestLotKg"] = null;
        var changed = await host.AsDonor().PutCommandAsync($"{Donations}/{donation.Id}", request, donation.Version).ReadAsync<DonationResponse>();
        Assert.Equal((0.001m, 0m, donation.Version + 1), (changed.OpenKg, changed.SmallestLotKg, changed.Version));
        await host.AsDonor().PutCommandAsync($"{Donations}/{donation.Id}", request, donation.Version).ProblemAsync(HttpStatusCode.PreconditionFailed);
        await host.AsDonor("user-donor2").PutCommandAsync($"{Donations}/{donation.Id}", request, changed.Version).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Two_changes_of_the_same_version_do_not_both_succeed()
    {
        var donation = await host.CreateDonationAsync();
        var changes = Enumerable.Range(1, 8).Select(async i =>
        {
            var request = DonationScenes.Request(donation.DonorId);
            request["title"] = $"Bread {i}";
            using var answer = await host.AsDonor().PutCommandAsync($"{Donations}/{donation.Id}", request, donation.Version);
            return answer.StatusCode;
        });
        var answers = await Task.WhenAll(changes);
        Assert.Single(answers, HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(status => status == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task Nothing_is_restated_while_some_of_it_is_reserved()
    {
        var donation = await host.CreateDonationAsync();
        await host.DecideAsync(DonationScenes.Decision(DonationScenes.Lot(donation.Id, 10)));
        var problem = await host.AsDonor().PutCommandAsync($"{Donations}/{donation.Id}", DonationScenes.Request(donation.DonorId), donation.Version + 1)
            .ProblemAsync(HttpStatusCode.Conflict);
        Assert.EndsWith("/donation-reserved", (string?)problem["type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_quantity_never_falls_below_what_is_delivered_or_lost()
    {
        var donation = await host.CreateDonationAsync();
        var lot = DonationScenes.Lot(donation.Id, 60);
        await host.DecideAsync(DonationScenes.Decision(lot));
        await host.SettleAsync(DonationScenes.OrderOf(lot, 5, "delivered", 55, 50), "picked_up");
        var version = (await host.GetDonationAsync(donation.Id)).Version;
        var request = DonationScenes.Request(donation.DonorId);
        request["quantityKg"] = 59.999m;
        var fields = await host.AsDonor().PutCommandAsync($"{Donations}/{donation.Id}", request, version).WrongFieldsAsync();
        Assert.Equal(["quantityKg"], fields);
        request["quantityKg"] = 60m;
        var changed = await host.AsDonor().PutCommandAsync($"{Donations}/{donation.Id}", request, version).ReadAsync<DonationResponse>();
        Assert.Equal(("completed", 0m, 50m, 10m), (changed.Status, changed.OpenKg, changed.DeliveredKg, changed.LostKg));
    }

    [Fact]
    public async Task A_cancelled_donation_stays_cancelled()
    {
        var donation = await host.CreateDonationAsync();
        var url = $"{Donations}/{donation.Id}";
        await host.AsDonor("user-donor2").PostCommandAsync($"{url}/cancel").ProblemAsync(HttpStatusCode.Forbidden);
        var cancelled = await host.AsDonor().PostCommandAsync($"{url}/cancel").ReadAsync<DonationResponse>();
        var again = await host.AsDonor().PostCommandAsync($"{url}/cancel").ReadAsync<DonationResponse>();
        Assert.Equal(("cancelled", donation.Version + 1, cancelled.Version), (cancelled.Status, cancelled.Version, again.Version));
        var problem = await host.AsDonor().PutCommandAsync(url, DonationScenes.Request(donation.DonorId), cancelled.Version).ProblemAsync(HttpStatusCode.Conflict);
        Assert.EndsWith("/donation-over", (string?)problem["type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_post_creates_one_donation()
    {
        var donor = await host.CreateKnownDonorAsync("repeated");
        var request = DonationScenes.Request(donor.Id);
        var key = Guid.NewGuid().ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            using var answer = await host.AsDonor().PostCommandAsync(Donations, request, key);
            return answer.StatusCode;
        }));
        Assert.All(answers, status => Assert.True(status is HttpStatusCode.Created or HttpStatusCode.Conflict, $"{status}"));
        var first = await host.AsDonor().PostCommandAsync(Donations, request, key).ReadAsync<DonationResponse>(HttpStatusCode.Created);
        var page = await host.AsDonor().GetAsync($"{Donations}?region=repeated").ReadAsync<Page<DonationResponse>>();
        Assert.Equal(first.Id, Assert.Single(page.Items).Id);

        request["title"] = "Cake";
        await host.AsDonor().PostCommandAsync(Donations, request, key).ProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Lists_are_newest_first_and_filtered()
    {
        var donor = await host.CreateKnownDonorAsync("listed", "user-donor3");
        var ids = new List<Id<Kinds.Donation>>();
        for (var i = 0; i < 5; i++)
        {
            var made = await host.AsDonor("user-donor3").PostCommandAsync(Donations, DonationScenes.Request(donor.Id)).ReadAsync<DonationResponse>(HttpStatusCode.Created);
            ids.Insert(0, made.Id);
        }

        await host.AsDonor("user-donor3").PostCommandAsync($"{Donations}/{ids[0]}/cancel").ReadAsync<DonationResponse>();
        Assert.Equal(ids, await WalkAsync("region=listed"));
        Assert.Equal(ids, await WalkAsync($"donorId={donor.Id}"));
        Assert.Equal(ids[1..], await WalkAsync("region=listed&status=open"));
        Assert.Equal(ids[..1], await WalkAsync("region=listed&status=cancelled"));
        Assert.Equal(ids, await WalkAsync("mine=true"));
        var map = await host.AsNgo().GetAsync($"{Donations}/map?region=listed").ReadAsync<DonationMap>();
        Assert.Equal(ids[1..].ToHashSet(), map.Items.Select(point => point.Id).ToHashSet());
    }

    private async Task<List<Id<Kinds.Donation>>> WalkAsync(string query)
    {
        var seen = new List<Id<Kinds.Donation>>();
        string? token = null;
        do
        {
            var page = await host.AsDonor("user-donor3").GetAsync($"{Donations}?{query}&pageSize=2{(token is null ? "" : $"&pageToken={token}")}").ReadAsync<Page<DonationResponse>>();
            seen.AddRange(page.Items.Select(donation => donation.Id));
            token = page.NextPageToken;
        }
        while (token is not null);

        return seen;
    }
}
