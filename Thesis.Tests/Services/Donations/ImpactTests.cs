using System.Net;
using Thesis.Contracts.Regions.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations;
using Thesis.Services.Donations.Api;
using Thesis.Services.Donations.Data;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Donations;

public class ImpactTests(ServicesHost host) : IClassFixture<ServicesHost>
{
    [Fact]
    public async Task What_arrived_is_added_up_in_kg_meals_and_CO2e_for_those_whom_it_concerns()
    {
        var donation = await host.CreateDonationAsync();
        var (near, far) = (await host.MakeNgoKnownAsync("los-angeles", "user-ngo-impact"), await host.MakeNgoKnownAsync("los-angeles"));
        await DeliverAsync(donation.Id, near, 40, 38);
        await DeliverAsync(donation.Id, far, 20, 20);

        var donors = await ReadAsync(host.AsDonor(), $"donorId={donation.DonorId}&groupBy=donor");
        Assert.Equal((2L, 58m, 106L, 145.0m), (donors.TotalDeliveries, donors.TotalKg, donors.TotalMeals, donors.TotalCo2eKg));
        Assert.Equal((donation.DonorId.ToString(), donation.DonorName, 1), (donors.Items[0].Id, donors.Items[0].Name, donors.Items[0].PeriodStart.Day));
        var ngos = await ReadAsync(host.AsNgo("user-ngo-impact"), "groupBy=ngo&period=year");
        Assert.Equal((new Id<Kinds.Ngo>(near).ToString(), 38m, 1), (Assert.Single(ngos.Items).Id, ngos.TotalKg, ngos.Items[0].PeriodStart.Month));
        Assert.Empty((await ReadAsync(host.AsNgo("user-ngo-nobody"), "groupBy=ngo")).Items);
        Assert.Empty((await ReadAsync(host.AsDonor("user-donor7"), $"donorId={donation.DonorId}")).Items);
        Assert.Equal(58m, (await ReadAsync(host.AsDispatcher(), $"donorId={donation.DonorId}&region=los-angeles")).TotalKg);
    }

    [Fact]
    public async Task A_delivery_belongs_to_the_day_of_its_region()
    {
        await host.InCommandAsync(DonationsModule.Schema, command =>
            RegionProjection.KeepAsync(command, new RegionSnapshot { Region = "kolkata", Version = 1, TimeZone = "Asia/Kolkata" }, CancellationToken.None));
        var donor = await host.CreateKnownDonorAsync("kolkata");
        var donation = await host.AsDonor().PostCommandAsync("/api/v1/donations", DonationScenes.Request(donor.Id)).ReadAsync<DonationResponse>(HttpStatusCode.Created);
        await DeliverAsync(donation.Id, 7, 30, 30);
        await host.ScalarAsync<object>("update donations.lot set delivered_at = '2026-12-31T18:45:00Z' where donation_id = $1", donation.Id.Value);

        Assert.Empty((await ReadAsync(host.AsDonor(), $"donorId={donor.Id}&from=2026-12-01&until=2026-12-31")).Items);
        var january = await ReadAsync(host.AsDonor(), $"donorId={donor.Id}&from=2027-01-01&until=2027-01-31&groupBy=donation&period=day");
        Assert.Equal((donation.Id.ToString(), new DateOnly(2027, 1, 1)), (january.Items.Single().Id, january.Items[0].PeriodStart));
    }

    [Fact]
    public async Task A_receipt_is_read_by_a_spreadsheet_and_runs_no_formula_there()
    {
        var donation = await host.CreateDonationAsync(request => request["title"] = "=SUM(A1), \"fresh\"");
        await DeliverAsync(donation.Id, 7, 20, 19.5m);

        using var answer = await host.AsDonor().GetAsync($"/api/v1/impact/csv?groupBy=donation&donorId={donation.DonorId}");

        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.Contains($",{donation.Id},\"'=SUM(A1), \"\"fresh\"\"\",los-angeles,1,19.500,35,48.8,", lines[1], StringComparison.Ordinal);
    }

    private async Task DeliverAsync(Id<Kinds.Donation> donation, long ngo, decimal kg, decimal deliveredKg)
    {
        var lot = DonationScenes.Lot(donation, kg, ngo);
        await host.DecideAsync(DonationScenes.Decision(lot));
        await host.SettleAsync(DonationScenes.OrderOf(lot, 5, "delivered", kg, deliveredKg), "picked_up");
    }

    private static Task<ImpactResponse> ReadAsync(HttpClient client, string query) => client.GetAsync($"/api/v1/impact?{query}").ReadAsync<ImpactResponse>();
}
