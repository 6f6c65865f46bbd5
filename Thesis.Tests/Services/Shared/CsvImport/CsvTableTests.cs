using System.Text;
using Thesis.Services.Shared.CsvImport;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Tests.Shared.CsvImport;

/// <summary>Files as people have them: other separators, encodings, headers and ways to write coordinates.</summary>
public class CsvTableTests
{
    private const string Header = "name,kind,address,city,zip,latitude,longitude,opening_hours\n";

    static CsvTableTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData(",", "40.75,-73.99")]
    [InlineData(";", "40.75;-73.99")]
    [InlineData(";", "40,75;-73,99")]
    [InlineData("\t", "40.75\t-73.99")]
    [InlineData(",", "\"40,75\",\"-73,99\"")]
    [InlineData(",", "40.75° N,73.99° W")]
    public async Task Any_separator_and_way_to_write_degrees_is_read(string separator, string coordinates)
    {
        var (report, places) = await ImportAsync($"name{separator}latitude{separator}longitude\nBread House{separator}{coordinates}\n");
        Assert.Empty(report.Rows);
        Assert.Equal((40.75, -73.99), (places[0].Place.Latitude, places[0].Place.Longitude));
    }

    [Theory]
    [InlineData("utf-8", true, "utf-8")]
    [InlineData("utf-8", false, "utf-8")]
    [InlineData("utf-16", true, "utf-16")]
    [InlineData("utf-16", false, "utf-16")]
    [InlineData("utf-16BE", true, "utf-16BE")]
    [InlineData("windows-1252", false, "windows-1252")]
    public async Task The_encoding_is_found_out_and_said(string encoding, bool mark, string said)
    {
        var file = Encoding.GetEncoding(encoding);
        var bytes = file.GetBytes("name,latitude,longitude\nSuppenküche Süd,50.94,6.96\n");
        var (report, places) = await ImportAsync(mark ? [.. file.GetPreamble(), .. bytes] : bytes);
        Assert.Equal("Suppenküche Süd", Assert.Single(places).Name);
        Assert.Equal(said, report.File.Encoding);
    }

    [Fact]
    public async Task A_quoted_field_may_hold_line_breaks_and_lines_are_counted_on()
    {
        var (report, places) = await ImportAsync(Header + "Trinity,food_bank,\"Trinity Church\nWest Ave\nRadford\",Radford,M26,53.56,-2.34,\nNext,food_bank,2 Road,,,91,0,\n");
        Assert.Equal("Trinity Church, West Ave, Radford, Radford M26", Assert.Single(places).Place.Address);
        Assert.Equal((5, "latitude", "91"), (report.Rows[0].Line, report.Rows[0].Column, report.Rows[0].Value));
    }

    [Fact]
    public async Task Foreign_headers_are_recognised_and_what_is_not_used_is_said()
    {
        var (report, places) = await ImportAsync("Agency Name;Straße;PLZ;Breitengrad;Längengrad;Öffnungszeiten;Phone\nTafel;Weg 1;10115;52,53;13,38;Mo-Fr 9-12;030\n");
        Assert.Equal(("Tafel", 52.53), (places[0].Name, places[0].Place.Latitude));
        Assert.Equal(["Phone"], report.File.IgnoredColumns);
        Assert.Equal("Agency Name", report.File.Columns["name"]);
    }

    [Fact]
    public async Task A_mapping_names_what_is_not_recognised()
    {
        const string Csv = "Who feeds,lat,lon\nHall,40.1,-79.9\n";
        var refused = await Assert.ThrowsAsync<UnreadableTableException>(() => ImportAsync(Csv));
        Assert.Contains("columns=Their name:name", refused.Message, StringComparison.Ordinal);
        var (_, places) = await ImportAsync(Encoding.UTF8.GetBytes(Csv), ("Who feeds", "name"));
        Assert.Equal("Hall", Assert.Single(places).Name);
    }

    [Theory]
    [InlineData("\"34.0258, -118.2567\"")]
    [InlineData("\"(34.0258, -118.2567)\"")]
    [InlineData("34.0258 -118.2567")]
    [InlineData("POINT (-118.2567 34.0258)")]
    public async Task Joined_coordinates_are_read(string coordinates)
    {
        var (report, places) = await ImportAsync($"name,\"lat,long\"\nHall,{coordinates}\n");
        Assert.Empty(report.Rows);
        Assert.Equal((34.0258, -118.2567), (places[0].Place.Latitude, places[0].Place.Longitude));
    }

    [Fact]
    public async Task Rows_without_coordinates_are_listed_to_be_placed_by_hand()
    {
        var (report, places) = await ImportAsync(Header + "A,fp,1 St,Town,1,,,\nB,fp,2 St,Town,1,0,0,\nC,fp,3 St,Town,1,40.1,-79.9,\n");
        Assert.Equal("C", Assert.Single(places).Name);
        Assert.Equal((2, 0), (report.Unplaced, report.Rejected));
        Assert.Equal([new UnplacedRow(2, "A", "1 St, Town 1"), new UnplacedRow(3, "B", "2 St, Town 1")], report.ToPlace);
    }

    [Fact]
    public async Task Outliers_and_exchanged_coordinates_are_warned_of()
    {
        var rows = string.Concat(Enumerable.Range(0, 9).Select(i => $"P{i},40.{i},29.{i}\n"));
        var (report, places) = await ImportAsync($"name,lat,lon\n{rows}Far,48.1,11.5\nExchanged,29.1,40.1\n");
        Assert.Equal(11, places.Count);
        Assert.Equal([11, 12], report.Warnings.Select(warning => warning.Line));
        Assert.Contains("km from most rows", report.Warnings[0].Reason, StringComparison.Ordinal);
        Assert.Contains("exchanged", report.Warnings[1].Reason, StringComparison.Ordinal);
        var (refused, _) = await ImportAsync("name,lat,lon\nHall,-118.25,34.02\n");
        Assert.Contains("exchanged", Assert.Single(refused.Rows).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cafe\u0301 du Coin", "Café du Coin")]
    [InlineData("Pizza\u00A0Hall", "Pizza Hall")]
    [InlineData("ST. MARY'S", "St Mary’s")]
    public void Names_that_look_alike_are_one_place(string one, string other) => Assert.Equal(PlaceIdentity.NameKey(one), PlaceIdentity.NameKey(other));

    private static Task<(ImportReport Report, List<NamedPlace> Places)> ImportAsync(string csv) => ImportAsync(Encoding.UTF8.GetBytes(csv));

    private static async Task<(ImportReport Report, List<NamedPlace> Places)> ImportAsync(byte[] csv, params (string Header, string Name)[] mapping)
    {
        var places = new List<NamedPlace>();
        await using var body = new MemoryStream(csv);
        var table = await CsvTable.OpenAsync(body, PlaceColumns.All, mapping.ToDictionary(pair => pair.Header, pair => pair.Name), CancellationToken.None);
        var run = new CsvImportRun<NamedPlace>(
            (_, faults, _) =>
            {
                faults.OpeningHours("opening_hours");
                return new NamedPlace(faults.Text("name", 1, 200), faults.Place("somewhere"));
            },
            place => PlaceIdentity.Of(place.Name, place.Place),
            (batch, _) =>
            {
                places.AddRange(batch);
                return Task.FromResult(new BatchOutcome(batch.Count, 0));
            });
        return (await run.RunAsync(table, dryRun: false, CancellationToken.None), places);
    }
}
