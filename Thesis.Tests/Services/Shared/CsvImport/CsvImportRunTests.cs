using System.Globalization;
using System.Text;
using Thesis.Services.Shared.CsvImport;

namespace Thesis.Services.Tests.Shared.CsvImport;

public class CsvImportRunTests
{
    private static readonly ImportColumn[] s_columns = [new("name", Required: true), new("latitude", Required: true)];

    private readonly List<string> kept = [];

    [Fact]
    public async Task Good_rows_are_kept_and_bad_ones_reported_by_line_and_column()
    {
        var report = await ImportAsync("name,latitude\nA,10\n,20\nC,91\nD,9\n");
        Assert.Equal(["A", "D"], kept);
        Assert.Equal((2, 2, true), (report.Created, report.Rejected, report.Complete));
        Assert.Equal([(3, "name"), (4, "latitude")], report.Rows.Select(row => (row.Line, row.Column)));
    }

    [Fact]
    public async Task A_quote_left_open_spoils_its_row_only()
    {
        var report = await ImportAsync("name,latitude\nA,1\n\"B,2\nC,3\n\"D\",4\nE\"x,5\n");
        Assert.Equal(["A", "C", "D"], kept);
        Assert.Equal([3, 6], report.Rows.Select(row => row.Line).Distinct());
    }

    [Fact]
    public async Task A_row_that_is_too_short_or_too_long_is_rejected()
    {
        var report = await ImportAsync("name,latitude\nA\nB,2,3\nC,3\n");
        Assert.Equal(["C"], kept);
        Assert.Equal(2, report.Rejected);
    }

    [Fact]
    public async Task A_row_that_repeats_another_is_rejected_with_the_line_of_the_first()
    {
        var report = await ImportAsync("name,latitude\nA,1\nB,1\nA,1\n");
        Assert.Equal(["A", "B"], kept);
        var rejected = Assert.Single(report.Rows);
        Assert.Equal(4, rejected.Line);
        Assert.Contains("line 2", rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_end_stops_the_import_after_the_good_rows_before_it()
    {
        var report = await ImportAsync("name,latitude\nA,1\n" + new string('x', 5_000_000));
        Assert.Equal(["A"], kept);
        Assert.False(report.Complete);
        Assert.Equal(3, Assert.Single(report.Rows).Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("name\nA\n")]
    [InlineData("\u0000\u0001\u0002")]
    public async Task What_has_another_header_is_no_table(string csv) =>
        await Assert.ThrowsAsync<UnreadableTableException>(() => ImportAsync(csv));

    [Fact]
    public async Task Columns_may_stand_in_any_order_after_a_byte_order_mark()
    {
        await ImportAsync("\uFEFFLatitude,Name\r\n1,\"A, \"\"the\"\" B\"\r\n");
        Assert.Equal(["A, \"the\" B"], kept);
    }

    [Fact]
    public async Task The_report_names_the_first_thousand_faults_and_counts_all()
    {
        var csv = new StringBuilder("name,latitude\n");
        for (var i = 0; i < 1_500; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"A{i},x\n");
        }

        var report = await ImportAsync(csv.ToString());
        Assert.Equal((1_500, 1_000), (report.Rejected, report.Rows.Count));
    }

    [Fact]
    public async Task Rows_are_stored_in_batches_of_at_most_five_hundred()
    {
        var sizes = new List<int>();
        var csv = "name,latitude\n" + string.Concat(Enumerable.Range(0, 1_201).Select(i => $"A{i},1\n"));
        await ImportAsync(csv, sizes.Add);
        Assert.Equal([500, 500, 201], sizes);
    }

    private async Task<ImportReport> ImportAsync(string csv, Action<int>? batch = null)
    {
        await using var body = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        var table = await CsvTable.OpenAsync(body, s_columns, new Dictionary<string, string>(), CancellationToken.None);
        var run = new CsvImportRun<string>(
            (_, faults, _) =>
            {
                faults.Whole("latitude", -90, 90);
                return faults.Text("name", 1, 200);
            },
            name => name,
            (names, _) =>
            {
                batch?.Invoke(names.Count);
                kept.AddRange(names);
                return Task.FromResult(new BatchOutcome(names.Count, 0));
            });
        return await run.RunAsync(table, dryRun: false, CancellationToken.None);
    }
}
