using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Thesis.ServiceDefaults;
using Thesis.Services.Donors.Api;
using Thesis.Services.Shared.CsvImport;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Donors;

public class DonorImportTests(ServicesHost host) : IClassFixture<ServicesHost>
{
    private const string Header = "name,kind,address,city,zip,latitude,longitude,opening_hours\n";

    [Fact]
    public async Task The_same_file_again_changes_nothing_and_tells_nobody()
    {
        var csv = Header + "Corner,supermarket,1 Main St,Covina,91722,34.1,-117.9,Mon 08:00-23:00\nMarket,farmers_market,2 Main St,Covina,,34.2,-117.8,\n";
        var first = await ImportAsync(csv, "again");
        var events = await EventsAsync();
        var before = (await host.ChecksumsAsync())["donors.donor"];
        var second = await ImportAsync(csv, "again");
        Assert.Equal((2, 0, 0, 0), (first.Created, first.Updated, first.Unchanged, first.Rejected));
        Assert.Equal((0, 0, 2, 0), (second.Created, second.Updated, second.Unchanged, second.Rejected));
        Assert.Equal(before, (await host.ChecksumsAsync())["donors.donor"]);
        Assert.Equal(events, await EventsAsync());
    }

    [Fact]
    public async Task Only_rows_that_changed_are_updated_and_told()
    {
        await ImportAsync(Header + "P,shop,1 St,Town,1,10,10,\nQ,shop,1 St,Town,1,10,10,\n", "changed");
        var events = await EventsAsync();
        var report = await ImportAsync(Header + "P,shop,1 St,Town,1,10,10,\nQ,shop,2 St,Town,1,10,10,\nR,shop,1 St,Town,1,10,10,\n", "changed");
        Assert.Equal((1, 1, 1), (report.Created, report.Updated, report.Unchanged));
        Assert.Equal(events + 2, await EventsAsync());
    }

    [Fact]
    public async Task Imported_donors_are_verified_and_shared_among_the_managers_in_turn()
    {
        await ImportAsync(Header + "A,s,,,,1,1,\nB,s,,,,1,1,\nC,s,,,,1,1,\n", "shared", "user-donor1,user-donor2");
        var page = await host.AsDispatcher().GetAsync("/api/v1/donors?region=shared").ReadAsync<Page<DonorResponse>>();
        Assert.All(page.Items, donor => Assert.True(donor.Verified));
        Assert.Equal(
            ["A user-donor1", "B user-donor2", "C user-donor1"],
            page.Items.Select(donor => $"{donor.Name} {Assert.Single(donor.Managers ?? [])}").Order());
    }

    [Fact]
    public async Task A_donor_keeps_its_managers_when_it_is_imported_again()
    {
        await ImportAsync(Header + "K,s,,,,5,5,\n", "kept", "user-donor1");
        var report = await ImportAsync(Header + "K,s,,,,5,5,\n", "kept", "user-donor2");
        Assert.Equal(1, report.Unchanged);
    }

    [Fact]
    public async Task Bad_rows_are_reported_and_the_others_kept()
    {
        var report = await ImportAsync(
            Header + "Good,s,,,,2,2,\n,s,,,,2,2,\nFar,s,,,,91,2,\nLate,s,,,,2,2,always\nNul,s,a\u0000b,,,2,2,\nMinus,s,,,,-0,1,\nMinus,s,,,,0,1,\n\"Open,s,,,,2,2,\nLast,s,,,,2,2,\n",
            "mixed");
        Assert.Equal((3, 6), (report.Created, report.Rejected));
        Assert.Equal(
            [(3, "name"), (4, "latitude"), (5, "opening_hours"), (6, "address"), (8, "name"), (9, "")],
            report.Rows.Select(row => (row.Line, row.Column)).DistinctBy(row => row.Line));
    }

    [Fact]
    public async Task The_same_list_spelled_and_rounded_otherwise_changes_nothing()
    {
        var first = await ImportAsync(Header + "Pizza Hall,s,1 St,Town,1,40.2899573990001,-79.981859786,\nCafé du Coin,s,2 St,Town,1,40.5,-79.5,\n", "again");
        var second = await ImportAsync(Header + "Pizza\u00A0Hall,s,1 St,Town,1,40.289957,-79.98186,\nCafe\u0301 du Coin,s,2 St,Town,1,40.5,-79.5,\n", "again");
        Assert.Equal((2, 0), (first.Created, first.Unchanged));
        Assert.Equal((0, 0, 2), (second.Created, second.Updated, second.Unchanged));
    }

    [Fact]
    public async Task A_dry_run_says_what_it_would_do_and_does_nothing()
    {
        var report = await ImportAsync(Header + "Hall,s,1 St,Town,1,40.1,-79.1,\n", "dry&dryRun=true");
        Assert.Equal((true, 1), (report.DryRun, report.Created));
        Assert.Equal(1, (await ImportAsync(Header + "Hall,s,1 St,Town,1,40.1,-79.1,\n", "dry")).Created);
    }

    [Fact]
    public async Task A_file_that_is_no_table_is_refused()
    {
        string[] files = ["", "one,two\n1,2\n", "\u0089PNG\r\n\u001a\n\u0000\u0000", new string('x', 200_000), "{\"a\":1}"];
        foreach (var file in files)
        {
            var fields = await host.AsDispatcher().UploadAsync("/api/v1/donors/import?region=none", file).WrongFieldsAsync();
            Assert.Equal(["header"], fields);
        }
    }

    [Fact]
    public async Task Ten_megabytes_of_rubbish_under_a_good_header_are_rejected_row_by_row()
    {
        var rubbish = new StringBuilder(Header);
        while (rubbish.Length < 10_000_000)
        {
            rubbish.Append("rubbish,\u0007,\"quote,1e999,NaN\n");
        }

        var report = await ImportAsync(rubbish.ToString(), "rubbish");
        Assert.Equal((0, 1_000), (report.Created, report.Rows.Count));
        Assert.True(report.Rejected > 300_000);
    }

    [Fact]
    public async Task Another_content_type_is_refused()
    {
        using var content = new ByteArrayContent([1, 2, 3]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        await host.AsDispatcher().PostAsync("/api/v1/donors/import?region=none", content).ProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_region_and_managers_must_be_well_formed() =>
        Assert.Equal(
            ["managedBy", "region"],
            (await host.AsDispatcher().UploadAsync("/api/v1/donors/import?region=%00&managedBy=a%20b", Header).WrongFieldsAsync()).Order());

    [Fact]
    public async Task A_file_of_many_batches_is_taken_in_full()
    {
        var csv = new StringBuilder(Header);
        for (var i = 0; i < 3_200; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"Shop {i},s,1 Main St,Town,1,10.5,20.5,Mon 08:00-20:00\n");
        }

        Assert.Equal(3_200, (await ImportAsync(csv.ToString(), "large")).Created);
    }

    [Fact]
    public async Task Two_imports_of_a_file_at_once_create_each_donor_once()
    {
        var rows = Enumerable.Range(0, 600).Select(i => $"Twin {i},s,,,,1,1,\n").ToArray();
        var reports = await Task.WhenAll(ImportAsync(Header + string.Concat(rows), "twins"), ImportAsync(Header + string.Concat(rows.Reverse()), "twins"));
        Assert.Equal((600, 600), (reports.Sum(report => report.Created), reports.Sum(report => report.Unchanged)));
    }

    [RealPlacesFact]
    public async Task The_real_donors_of_Los_Angeles_are_taken_without_a_rejection()
    {
        var csv = await File.ReadAllTextAsync(RealPlacesFactAttribute.PathOf("donors.csv"));
        var report = await ImportAsync(csv, "los-angeles");
        Assert.Empty(report.Rows);
        Assert.Equal(810, report.Created);
    }

    private Task<ImportReport> ImportAsync(string csv, string region, string managers = "") =>
        host.AsDispatcher().UploadAsync($"/api/v1/donors/import?region={region}&managedBy={managers}", csv).ReadAsync<ImportReport>();

    /// <summary>Each event has its audit row in the same transaction; outbox rows leave once they are relayed.</summary>
    private Task<long> EventsAsync() => host.ScalarAsync<long>("select count(*) from donors.audit");
}
