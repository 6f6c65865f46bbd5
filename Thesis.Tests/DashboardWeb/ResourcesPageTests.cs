using Microsoft.Playwright;
using Thesis.Dashboard.Resources;
using static Microsoft.Playwright.Assertions;

namespace Thesis.Dashboard.Tests;

[Collection(ShownDashboard.Collection)]
public sealed class ResourcesPageTests(ShownDashboard shown)
{
    // Shortly after its start a resource whose checks fail is shown as starting.
    private static readonly TimeSpan _longAgo = TimeSpan.FromMinutes(5);

    [BrowserFact]
    public async Task A_resource_that_comes_changes_and_goes_is_followed_without_reloading()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/resources");
        var row = page.Page.Locator("tr", new() { HasText = "passer-by" });
        var resource = SampleResources.Project("passer-by", []);
        shown.Resources.Set(resource);
        await Expect(row).ToContainTextAsync("Healthy");
        shown.Resources.Set(resource with { StartedAt = DateTimeOffset.UtcNow - _longAgo, Health = "Unhealthy", HealthReports = [new HealthReportView("ping", "Unhealthy", null, DateTimeOffset.UtcNow, "Connection refused\n   at Connect()")] });
        await Expect(row).ToContainTextAsync("Unhealthy");
        await Expect(row).ToContainTextAsync("Connection refused");
        shown.Resources.Set(resource with { State = "Waiting", Health = null, HealthReports = [], WaitingFor = ["postgres"] });
        await Expect(row).ToContainTextAsync("for postgres");
        shown.Resources.Remove("passer-by");
        await Expect(row).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task A_filter_is_in_the_address_and_comes_back_with_it()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/resources?type=Project&q=ord");
        await Expect(page.Page.Locator(".row-title")).ToHaveTextAsync(["orders"]);
        await page.Page.GetByLabel("Filter resources").FillAsync("no such thing");
        await Expect(page.Page.GetByText("No resource passes the filters")).ToBeVisibleAsync();
        Assert.Contains("q=no+such+thing", page.Page.Url, StringComparison.Ordinal);
        await page.Page.ReloadAsync();
        await Expect(page.Page.GetByText("No resource passes the filters")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task A_command_is_confirmed_run_and_its_failure_reported()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/resources");
        await page.Button("Stop orders").ClickAsync();
        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Stop it?");
        Assert.DoesNotContain("orders stop", shown.Resources.Executed);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();
        await Expect(page.Page.Locator(".toast")).ToContainTextAsync("It does not stop.");
        Assert.Contains("orders stop", shown.Resources.Executed);
    }

    [BrowserFact]
    public async Task A_command_asks_with_what_is_known_and_its_result_can_be_looked_at()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/resources");
        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        await RunAsync(note: null);
        await page.Button("Show the result").First.ClickAsync();
        await Expect(dialog).ToContainTextAsync("\"orders\": 12");
        await page.Page.Keyboard.PressAsync("Escape");

        await RunAsync(note: "for the board");
        await Expect(dialog).ToContainTextAsync("\"orders\": 12");
        Assert.Contains("orders report region=la,note=for t", shown.Resources.Executed);
        Assert.Empty(page.Faults);

        async Task RunAsync(string? note)
        {
            await page.Button("Actions for orders").ClickAsync();
            await page.Button("Report").ClickAsync();
            await Expect(dialog.GetByLabel("Region")).ToHaveValueAsync("la");
            await Expect(dialog).ToContainTextAsync("Where from.");
            await Expect(dialog.GetByPlaceholder("for whom")).ToBeVisibleAsync();
            if (note is not null)
            {
                await dialog.GetByPlaceholder("for whom").PressSequentiallyAsync(note);
            }

            await dialog.GetByRole(AriaRole.Button, new() { Name = "Report", Exact = true }).ClickAsync();
        }
    }

    [BrowserFact]
    public async Task A_missing_value_is_asked_for_and_set()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/resources");
        await page.Button("Enter it").ClickAsync();
        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Set", Exact = true }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("Enter a value for maps-key.");
        await dialog.GetByLabel("maps-key", new() { Exact = true }).FillAsync("abc-123");
        await dialog.GetByLabel("Save to user secrets", new() { Exact = false }).CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Set", Exact = true }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        Assert.Contains(shown.Resources.Executed, e => e.StartsWith("maps-key set-parameter", StringComparison.Ordinal) && e.Contains("value=abc-123", StringComparison.Ordinal) && e.Contains("save=true", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task A_secret_is_hidden_until_it_is_revealed()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/resources?selected=orders");
        var details = page.Page.Locator(".details");
        await Expect(details).ToContainTextAsync("ConnectionStrings__db");
        await Expect(details).Not.ToContainTextAsync("s3cret");
        await page.Button("Reveal ConnectionStrings__db").ClickAsync();
        await Expect(details).ToContainTextAsync("Host=db;Password=s3cret");
        await page.Button("Hide ConnectionStrings__db").ClickAsync();
        await Expect(details).Not.ToContainTextAsync("s3cret");
    }

    [BrowserFact]
    public async Task The_environment_is_exported_with_its_secrets_only_when_asked()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/resources?selected=orders");
        Assert.Equal("OTEL_SERVICE_NAME=orders\n# ConnectionStrings__db is a secret and was left out\n", await ExportAsync(page, "Without secrets"));
        Assert.Equal("OTEL_SERVICE_NAME=orders\nConnectionStrings__db='Host=db;Password=s3cret'\n", await ExportAsync(page, "With secrets"));
    }

    [BrowserFact]
    public async Task The_graph_shows_what_depends_on_what_and_opens_details()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/resources?view=graph");
        await Expect(page.Page.Locator(".graph-edge")).ToHaveCountAsync(5);
        await page.Page.Locator(".graph-name", new() { HasText = "orders" }).ClickAsync();
        await Expect(page.Page.Locator(".details h2")).ToHaveTextAsync("orders");
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Page.Locator(".details")).ToHaveCountAsync(0);
    }

    private static async Task<string> ExportAsync(DashboardPage page, string choice)
    {
        await page.Button("Export as .env").ClickAsync();
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Button(choice).ClickAsync());
        Assert.Equal("orders.env", download.SuggestedFilename);
        return await File.ReadAllTextAsync(await download.PathAsync());
    }
}
