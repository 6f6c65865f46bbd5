using System.Globalization;
using System.Net;
using System.Text;
using Thesis.Contracts.Regions.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations;
using Thesis.Services.Donations.Api;
using Thesis.Services.Donations.Data;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Tests.Support;
using UglyToad.PdfPig;

namespace Thesis.Services.Tests.Donations;

/// <summary>Receipts and reports say the same as the impact figures, in every format, to those whom they concern.</summary>
public class ReceiptTests(ServicesHost host) : IClassFixture<ServicesHost>
{
    private static readonly string ThisMonth = DateTime.UtcNow.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_donors_receipt_has_the_figures_of_its_impact_in_every_format()
    {
        var (donation, ngo) = await DeliveredAsync("receipts", "USD", "Bread", (40, 38.125m), (20, 20));

        var receipt = await ReadAsync(host.AsDonor(), $"receipts?donorId={donation.DonorId}&period={ThisMonth}");
        var impact = await host.AsDonor().GetAsync($"/api/v1/impact?donorId={donation.DonorId}&groupBy=donor").ReadAsync<ImpactResponse>();
        var report = await ReadAsync(host.AsNgo("user-ngo-receipts"), $"reports?ngoId={new Id<Kinds.Ngo>(ngo)}&period={ThisMonth}");
        var year = await ReadAsync(host.AsDispatcher(), $"receipts?donorId={donation.DonorId}&period={ThisMonth[..4]}");
        var one = await ReadAsync(host.AsDonor(), $"receipts?donationId={donation.Id}");
        var region = await ReadAsync(host.AsDispatcher(), $"reports?region=receipts&period={ThisMonth}");

        // 38.125 kg at 3.68 USD are 140.30; 20 kg are 73.60.
        var figures = (2L, 58.125m, (decimal?)213.90m, "USD", 106L);
        Assert.Equal(figures, (receipt.Deliveries, receipt.Kg, receipt.Value, receipt.Currency, receipt.Meals));
        Assert.All(new[] { report, year, one, region }, same => Assert.Equal(figures, (same.Deliveries, same.Kg, same.Value, same.Currency, same.Meals)));
        Assert.Equal((58.125m, (decimal?)213.90m, "USD"), (impact.TotalKg, impact.Items.Single().Value, impact.Items.Single().Currency));
        Assert.Equal("Market", receipt.Name[..6]);
        Assert.Equal((donation.Id, "Bread", "Pantry"), (receipt.Items[0].DonationId!.Value, receipt.Items[0].Title, receipt.Items[0].Counterpart));
        Assert.Contains(receipt.Sources, source => source.StartsWith("Value: 3.68 USD a kg of food. Feeding America", StringComparison.Ordinal));

        var csv = await TextAsync($"receipts?donorId={donation.DonorId}&period={ThisMonth}&format=csv", "text/csv", Encoding.UTF8.GetString);
        Assert.EndsWith(",,,\"Total\",,,2,58.125,213.90,USD\r\n", csv, StringComparison.Ordinal);
        var pdf = await TextAsync($"receipts?donorId={donation.DonorId}&period={ThisMonth}", "application/pdf", TextOf);
        Assert.Contains("58.125 kg in 2 deliveries, 213.90 USD: 106 meals", pdf, StringComparison.Ordinal);
        Assert.Contains(receipt.Number, pdf, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_is_for_the_donors_people_and_a_report_for_the_NGOs()
    {
        var (donation, ngo) = await DeliveredAsync("receipt-rights", "USD", "Bread", (20, 20));
        var receipt = $"/api/v1/receipts?donorId={donation.DonorId}&period={ThisMonth}";
        var report = $"/api/v1/reports?ngoId={new Id<Kinds.Ngo>(ngo)}&period={ThisMonth}";
        var region = $"/api/v1/reports?region=receipt-rights&period={ThisMonth}";

        await host.AsDonor("user-donor7").GetAsync(receipt).ProblemAsync(HttpStatusCode.NotFound);
        await host.AsDonor("user-donor7").GetAsync($"/api/v1/receipts?donationId={donation.Id}").ProblemAsync(HttpStatusCode.NotFound);
        await host.AsNgo("user-ngo-receipts").GetAsync(receipt).ProblemAsync(HttpStatusCode.NotFound);
        await host.AsDonor().GetAsync(report).ProblemAsync(HttpStatusCode.NotFound);
        await host.AsDonor().GetAsync(region).ProblemAsync(HttpStatusCode.Forbidden);
        Assert.Equal(20m, (await ReadAsync(host.AsAdmin(), receipt["/api/v1/".Length..])).Kg);
    }

    [Fact]
    public async Task Without_prices_in_the_regions_currency_a_receipt_states_no_value_and_says_why()
    {
        var (donation, _) = await DeliveredAsync("receipts-chf", "CHF", "Brot", (20, 20));

        var receipt = await ReadAsync(host.AsDonor(), $"receipts?donorId={donation.DonorId}&period={ThisMonth}");

        Assert.Equal((20m, (decimal?)null, "CHF"), (receipt.Kg, receipt.Value, receipt.Currency));
        Assert.Contains("Value: not stated, for there are no prices in CHF.", receipt.Sources);
    }

    [Theory]
    [InlineData("Хлеб и «булки»", "Хлебибулки")]
    [InlineData("Ψωμί Straße Łódź", "ΨωμίStraßeŁódź")]
    [InlineData("لحم", "لحم")]
    [InlineData("रोटी", "ट")]
    [InlineData("לחם", "לחם")]
    public async Task Names_of_other_scripts_are_printed(string title, string letters)
    {
        var (donation, _) = await DeliveredAsync($"receipts-{Math.Abs(title.GetHashCode(StringComparison.Ordinal))}", "USD", title, (20, 20));

        var pdf = await TextAsync($"receipts?donationId={donation.Id}&format=pdf", "application/pdf", TextOf);

        // Shaped letters are other forms of the same; right-to-left ones stand in the order of the paper.
        var printed = pdf.Normalize(NormalizationForm.FormKC).ToHashSet();
        Assert.All(letters.Normalize(NormalizationForm.FormKC), letter => Assert.Contains(letter, printed));
    }

    [Theory]
    [InlineData("receipts", "donorId", "period")]
    [InlineData("receipts?donorId=dnr_1", "donorId", "period")]
    [InlineData("receipts?period=2026-13", "donorId", "period")]
    [InlineData("receipts?period=2026-02-30", "donorId", "period")]
    [InlineData("receipts?period=2026&format=xls", "donorId", "format")]
    [InlineData("reports?period=2026", "ngoId")]
    [InlineData("reports?region=No&period=2026", "region")]
    public async Task What_a_receipt_cannot_be_made_of_is_said(string path, params string[] fields)
    {
        var wrong = await host.AsDispatcher().GetAsync($"/api/v1/{path}").WrongFieldsAsync();

        Assert.Contains(wrong, field => fields.Contains(field));
    }

    [Theory]
    [InlineData("2026", "2026-01-01", "2026-12-31")]
    [InlineData("2028-02", "2028-02-01", "2028-02-29")]
    [InlineData("2026-11-30", "2026-11-30", "2026-11-30")]
    public void A_period_is_a_year_a_month_or_a_day(string text, string from, string until) => Assert.Equal(
        new StatementPeriod(DateOnly.ParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture), DateOnly.ParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        StatementPeriod.Parse(text));

    private async Task<(DonationResponse Donation, long Ngo)> DeliveredAsync(string region, string currency, string title, params (decimal Kg, decimal DeliveredKg)[] lots)
    {
        await host.InCommandAsync(DonationsModule.Schema, command => RegionProjection.KeepAsync(
            command, new RegionSnapshot { Region = region, Version = 1, TimeZone = "UTC", Currency = currency }, CancellationToken.None));
        var donor = await host.CreateKnownDonorAsync(region);
        var request = DonationScenes.Request(donor.Id);
        request["title"] = title;
        var donation = await host.AsDonor().PostCommandAsync("/api/v1/donations", request).ReadAsync<DonationResponse>(HttpStatusCode.Created);
        var ngo = await host.MakeNgoKnownAsync(region, "user-ngo-receipts");
        foreach (var (kg, deliveredKg) in lots)
        {
            var lot = DonationScenes.Lot(donation.Id, kg, ngo);
            await host.DecideAsync(DonationScenes.Decision(lot));
            await host.SettleAsync(DonationScenes.OrderOf(lot, 5, "delivered", kg, deliveredKg), "picked_up");
        }

        return (donation, ngo);
    }

    private static Task<StatementResponse> ReadAsync(HttpClient client, string path) => client.GetAsync($"/api/v1/{path}").ReadAsync<StatementResponse>();

    private async Task<string> TextAsync(string path, string mediaType, Func<byte[], string> read)
    {
        using var client = host.AsDispatcher();
        client.DefaultRequestHeaders.Accept.ParseAdd(mediaType);
        using var answer = await client.GetAsync($"/api/v1/{path}");
        Assert.Equal((HttpStatusCode.OK, mediaType), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return read(await answer.Content.ReadAsByteArrayAsync());
    }

    private static string TextOf(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return string.Concat(document.GetPages().Select(page => page.Text));
    }
}
