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
        request["quantityKg"] = 5.001m;
        request["smallestLotKg"] = null;
        var changed = await host.AsDonor().PutCommandAsync($"{Donations}/{donation.Id}", request, donation.Version).ReadAsync<DonationResponse>();
        Assert.Equal((5.001m, 0m, donation.Version + 1), (changed.OpenKg, changed.SmallestLotKg, changed.Version));
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
    public async Task What_orders_rely_on_does_not_change_while_some_of_it_is_reserved_and_the_rest_says_what_follows()
    {
        var donation = await host.CreateDonationAsync();
        await host.DecideAsync(DonationScenes.Decision(DonationScenes.Lot(donation.Id, 10)));
        var url = $"{Donations}/{donation.Id}";
        var request = DonationScenes.Request(donation.DonorId);
        request["storageClass"] = "chilled";
        var problem = await host.AsDonor().PutCommandAsync(url, request, donation.Version + 1).ProblemAsync(HttpStatusCode.Conflict);
        Assert.EndsWith("/donation-reserved", (string?)problem["type"], StringComparison.Ordinal);
        Assert.Contains("how it is kept", (string?)problem["detail"], StringComparison.Ordinal);

        request = Restated(donation);
        request["quantityKg"] = 9.999m;
        request["smallestLotKg"] = null;
        Assert.Equal(["quantityKg"], await host.AsDonor().PutCommandAsync(url, request, donation.Version + 1).WrongFieldsAsync());
        request["quantityKg"] = 120m;
        var changed = await host.AsDonor().PutCommandAsync(url, request, donation.Version + 1).ReadAsync<DonationResponse>();
        Assert.Equal((110m, 10m), (changed.OpenKg, changed.ReservedKg));
        Assert.Equal(["20 kg more are offered.", "10 kg stay reserved for the orders that are under way."], changed.Consequences);
    }

    [Theory]
    [InlineData(100, "lb", null, 45.359)]
    [InlineData(12, "box", null, 120)]
    [InlineData(12, "box", 7.5, 90)]
    [InlineData(50, "meal", null, 27.216)]
    [InlineData(12.5, "kg", null, 12.5)]
    public async Task Amounts_are_kept_as_stated_and_converted(double amount, string unit, double? unitKg, double kg)
    {
        var donation = await host.CreateDonationAsync(request =>
        {
            request.Remove("quantityKg");
            request["smallestLotKg"] = null;
            (request["amount"], request["unit"], request["unitKg"]) = (amount, unit, unitKg);
        });

        Assert.Equal(((decimal)amount, unit, (decimal)kg), (donation.Amount, donation.Unit, donation.QuantityKg));
        var read = await host.GetDonationAsync(donation.Id);
        Assert.Equal((donation.Amount, donation.Unit, donation.UnitKg), (read.Amount, read.Unit, read.UnitKg));
    }

    [Fact]
    public async Task What_is_less_than_the_smallest_trip_is_refused_with_the_reason_and_a_small_rest_is_said()
    {
        var donor = await host.CreateKnownDonorAsync();
        var request = DonationScenes.Request(donor.Id);
        (request["quantityKg"], request["smallestLotKg"]) = (4.999m, null);
        var problem = await host.AsDonor().PostCommandAsync(Donations, request).ProblemAsync(HttpStatusCode.Conflict);
        Assert.EndsWith("/donation-too-small", (string?)problem["type"], StringComparison.Ordinal);

        var donation = await host.CreateDonationAsync(change => change["smallestLotKg"] = null);
        await host.DecideAsync(DonationScenes.Decision(DonationScenes.Lot(donation.Id, 97)));

        Assert.Equal((0m, 3m), (donation.TooSmallToPlaceKg, (await host.GetDonationAsync(donation.Id)).TooSmallToPlaceKg));
    }

    [Fact]
    public async Task A_draft_is_nobodys_business_until_it_is_published()
    {
        var region = "drafts";
        var donor = await host.CreateKnownDonorAsync(region);
        await host.MakeNgoKnownAsync(region, "user-ngo-draft");
        var request = DonationScenes.Request(donor.Id);
        request["draft"] = true;
        var draft = await host.AsDonor().PostCommandAsync(Donations, request).ReadAsync<DonationResponse>(HttpStatusCode.Created);
        Assert.Equal(("draft", "draft"), (draft.Status, draft.Stage));
        await host.AsNgo("user-ngo-draft").GetAsync($"{Donations}/{draft.Id}").ProblemAsync(HttpStatusCode.NotFound);
        Assert.Equal(0, await host.ScalarAsync<long>("select count(*) from allocation.donations where id = $1", draft.Id.Value));

        var published = await host.AsDonor().PostCommandAsync($"{Donations}/{draft.Id}/publish").ReadAsync<DonationResponse>();

        Assert.Equal(("open", "published"), (published.Status, published.Stage));
        await host.AsNgo("user-ngo-draft").GetAsync($"{Donations}/{draft.Id}").ReadAsync<DonationResponse>();
    }

    [Fact]
    public async Task A_withdrawal_has_a_reason_and_says_what_follows()
    {
        var donation = await host.CreateDonationAsync();
        await host.DecideAsync(DonationScenes.Decision(DonationScenes.Lot(donation.Id, 30)));
        Assert.Equal(["reason"], await host.AsDonor().PostCommandAsync($"{Donations}/{donation.Id}/withdraw", new { reason = " " }).WrongFieldsAsync());

        var withdrawn = await host.AsDonor().PostCommandAsync($"{Donations}/{donation.Id}/withdraw", new { reason = "Sold after all" }).ReadAsync<DonationResponse>();

        Assert.Equal(("cancelled", "withdrawn"), (withdrawn.Status, withdrawn.Stage));
        Assert.Equal(["70 kg are not offered any more.", "The orders of 30 kg that are not picked up yet are cancelled."], withdrawn.Consequences);
        Assert.Equal("Sold after all", await host.ScalarAsync<string>("select details ->> 'reason' from donations.audit where entity_id = $1 and action = 'donation.cancelled'", donation.Id.ToString()));
    }

    [Fact]
    public async Task Stages_follow_the_food()
    {
        var donation = await host.CreateDonationAsync();
        var lots = new[] { DonationScenes.Lot(donation.Id, 40), DonationScenes.Lot(donation.Id, 60) };
        var stages = new List<string> { donation.Stage };
        await NoteAsync(host.DecideAsync(DonationScenes.Decision(lots[0])));
        await NoteAsync(host.DecideAsync(DonationScenes.Decision(lots[1])));
        await NoteAsync(host.SettleAsync(DonationScenes.OrderOf(lots[0], 2, "picked_up", 40), "assigned"));
        await NoteAsync(host.SettleAsync(DonationScenes.OrderOf(lots[1], 2, "picked_up", 60), "assigned"));
        await NoteAsync(host.SettleAsync(DonationScenes.OrderOf(lots[0], 3, "delivered", 40, 40), "picked_up"));
        await NoteAsync(host.SettleAsync(DonationScenes.OrderOf(lots[1], 3, "delivered", 60, 60), "picked_up"));

        Assert.Equal(["published", "partly_allocated", "allocated", "allocated", "picked_up", "picked_up", "closed"], stages);

        async Task NoteAsync(Task step)
        {
            await step;
            stages.Add((await host.GetDonationAsync(donation.Id)).Stage);
        }
    }

    private static Dictionary<string, object?> Restated(DonationResponse donation)
    {
        var request = DonationScenes.Request(donation.DonorId);
        (request["expiresAt"], request["pickupFrom"], request["pickupUntil"]) = (donation.ExpiresAt, donation.PickupFrom, donation.PickupUntil);
        return request;
    }

    [Fact]
    public async Task The_quantity_never_falls_below_what_is_delivered_or_lost()
    {
        var donation = await host.CreateDonationAsync();
        var lot = DonationScenes.Lot(donation.Id, 60);
        await host.DecideAsync(DonationScenes.Decision(lot));
        await host.SettleAsync(DonationScenes.OrderOf(lot, 5, "delivered", 55, 50, 10), "picked_up");
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
        await host.MakeNgoKnownAsync("listed", "user-ngo-listed");
        var map = await host.AsNgo("user-ngo-listed").GetAsync($"{Donations}/map?region=listed").ReadAsync<DonationMap>();
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
