using System.Net;
using System.Text.Json.Nodes;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Donations.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Api;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Donations;

/// <summary>Who may read a donation: the same by REST, in lists, on the map and by socket.</summary>
public class DonationReadersTests(ServicesHost host) : IClassFixture<ServicesHost>
{
    private const string Region = "readers";

    [Theory]
    [InlineData("user-donor1", Roles.Donor, true, true)]
    [InlineData("user-donor2", Roles.Donor, false, false)]
    [InlineData("user-dispatcher", Roles.Dispatcher, true, true)]
    [InlineData("user-admin", Roles.Admin, true, true)]
    [InlineData("user-ngo-with-part", Roles.Ngo, true, true)]
    [InlineData("user-ngo-of-region", Roles.Ngo, true, false)]
    [InlineData("user-ngo-elsewhere", Roles.Ngo, false, false)]
    [InlineData("user-ngo-of-nothing", Roles.Ngo, false, false)]
    [InlineData("user-driver-of-part", Roles.Driver, true, true)]
    [InlineData("user-driver-other", Roles.Driver, false, false)]
    public async Task A_donation_is_read_by_those_whom_it_concerns_and_nobody_else(string subject, string role, bool whileOpen, bool whenAllocated)
    {
        var (open, allocated) = await SceneAsync();

        Assert.Equal((whileOpen, whenAllocated), (await ReadsAsync(open, subject, role), await ReadsAsync(allocated, subject, role)));
    }

    [Fact]
    public async Task How_to_get_in_is_told_to_who_picks_up_and_to_the_donors_people()
    {
        var (_, allocated) = await SceneAsync();

        Assert.Equal("Gate code 17", await NotesAsync("user-donor1", Roles.Donor));
        Assert.Equal("Gate code 17", await NotesAsync("user-driver-of-part", Roles.Driver));
        Assert.Null(await NotesAsync("user-ngo-with-part", Roles.Ngo));

        async Task<string?> NotesAsync(string subject, string role) =>
            (await host.As(subject, role).GetAsync($"/api/v1/donations/{allocated}").ReadAsync<DonationResponse>()).AccessNotes;
    }

    [Fact]
    public async Task A_manager_who_is_removed_reads_and_changes_nothing_any_more()
    {
        var donation = await host.CreateDonationAsync();
        var donor = await host.AsDispatcher().GetAsync($"/api/v1/donors/{donation.DonorId}").ReadAsync<Services.Donors.Api.DonorResponse>();
        await host.AsDispatcher().PutCommandAsync($"/api/v1/donors/{donor.Id}/managers", new { managers = new[] { "user-donor5" } }, donor.Version)
            .ReadAsync<Services.Donors.Api.DonorResponse>();
        await Eventually.HoldsAsync("the removal is known", async () =>
        {
            using var answer = await host.AsDonor().GetAsync($"/api/v1/donations/{donation.Id}");
            return answer.StatusCode == HttpStatusCode.NotFound;
        });
        Assert.False(await ReadsAsync(donation.Id, "user-donor1", Roles.Donor));

        await host.AsDonor().PostCommandAsync($"/api/v1/donations/{donation.Id}/cancel").ProblemAsync(HttpStatusCode.Forbidden);
        Assert.True(await ReadsAsync(donation.Id, "user-donor5", Roles.Donor));
    }

    /// <summary>An open donation, part of which an NGO and a driver have, and one that is theirs in full.</summary>
    private async Task<(Id<Kinds.Donation> Open, Id<Kinds.Donation> Allocated)> SceneAsync()
    {
        var donor = await host.CreateKnownDonorAsync(Region);
        var ngo = await host.MakeNgoKnownAsync(Region, "user-ngo-with-part");
        await host.MakeNgoKnownAsync(Region, "user-ngo-of-region");
        await host.MakeNgoKnownAsync("elsewhere", "user-ngo-elsewhere");
        return (await PostAsync(10), await PostAsync(100));

        async Task<Id<Kinds.Donation>> PostAsync(decimal kg)
        {
            var request = DonationScenes.Request(donor.Id);
            request["accessNotes"] = "Gate code 17";
            var donation = await host.AsDonor().PostCommandAsync("/api/v1/donations", request).ReadAsync<DonationResponse>(HttpStatusCode.Created);
            var lot = DonationScenes.Lot(donation.Id, kg, ngo);
            await host.DecideAsync(DonationScenes.Decision(lot));
            await host.SettleAsync(DonationScenes.OrderOf(lot, 3, "assigned", driver: "user-driver-of-part"), "accepted");
            return donation.Id;
        }
    }

    /// <summary>Whether the user reads it; fails when the ways to it do not agree.</summary>
    private async Task<bool> ReadsAsync(Id<Kinds.Donation> id, string subject, string role)
    {
        var client = host.As(subject, role);
        using var single = await client.GetAsync($"/api/v1/donations/{id}");
        Assert.True(single.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{single.StatusCode}");
        var reads = single.StatusCode == HttpStatusCode.OK;
        Assert.Equal(reads, Contains(await client.GetNodeAsync("/api/v1/donations?pageSize=200"), id));
        var map = await client.GetNodeAsync($"/api/v1/donations/map?region={Region}");
        Assert.True(reads || !Contains(map, id));
        var topic = await new DonationsService.DonationsServiceClient(host.GrpcAs(subject, role)).AuthorizeTopicAsync(new AuthorizeTopicRequest { Topic = $"donation:{id}" });
        Assert.Equal(reads, topic.Allowed);
        return reads;
    }

    private static bool Contains(JsonNode page, Id<Kinds.Donation> id) => ((JsonArray)page["items"]!).Any(item => (string?)item?["id"] == id.ToString());
}
