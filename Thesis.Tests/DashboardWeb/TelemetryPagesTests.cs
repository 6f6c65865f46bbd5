using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Thesis.Dashboard.Tests;

[Collection(ShownDashboard.Collection)]
public sealed class TelemetryPagesTests(ShownDashboard shown)
{
    private const int ManyLines = 11_000;
    private const int KeptLines = 10_000;
    private const int MostRowsDrawn = 200;

    [BrowserFact]
    public async Task The_console_shows_colours_marks_errors_and_is_searched()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/console?resource=orders&resource=web");
        var error = page.Page.Locator(".console-line[data-error]", new() { HasText = "the larder is empty" });
        await Expect(error).ToContainTextAsync("err");
        await Expect(page.Page.Locator(".console-text span", new() { HasText = "info" }).First).ToHaveAttributeAsync("style", "color: var(--ansi-2);");
        await page.Page.GetByLabel("Search the console").FillAsync("order 17");
        await Expect(page.Page.Locator(".console-line")).ToHaveCountAsync(1);
        shown.Resources.Print("orders", "order 17 came back");
        await Expect(page.Page.Locator(".console-line")).ToHaveCountAsync(2);
    }

    [BrowserFact]
    public async Task Ten_thousand_lines_are_kept_and_only_those_in_sight_drawn()
    {
        for (var i = 0; i < ManyLines; i++)
        {
            shown.Resources.Print("drivers", $"line {i}");
        }

        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/console?resource=drivers");
        await Expect(page.Page.Locator(".console-line").Last).ToContainTextAsync($"line {ManyLines - 1}");
        await Expect(page.Page.Locator(".statusbar")).ToContainTextAsync("10,000 lines");
        Assert.InRange(await page.Page.Locator(".console-line").CountAsync(), 1, MostRowsDrawn);
        await page.Page.Locator(".console").EvaluateAsync("console => console.scrollTo(0, 0)");
        await Expect(page.Page.Locator(".console-line").First).ToContainTextAsync($"line {ManyLines - KeptLines}");
        await page.Button("To the end").ClickAsync();
        await Expect(page.Page.Locator(".console-line").Last).ToContainTextAsync($"line {ManyLines - 1}");
    }

    [BrowserFact]
    public async Task Logs_are_searched_filtered_by_a_field_and_lead_to_their_trace()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/logs?level=Error&resource=orders");
        var rows = page.Page.Locator(".vtable-body .vtable-row");
        await Expect(rows).ToHaveCountAsync(4);
        await rows.First.ClickAsync();
        var details = page.Page.Locator(".details");
        await Expect(details).ToContainTextAsync("The larder is empty.");
        await page.Button("Only entries with this Number").ClickAsync();
        await Expect(rows).ToHaveCountAsync(1);
        Assert.Contains("field.Number=39", page.Page.Url, StringComparison.Ordinal);
        await details.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.Page.Locator(".waterfall")).ToBeVisibleAsync();
        Assert.Contains(shown.FailedTrace, page.Page.Url, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_trace_is_walked_and_collapsed_with_the_keyboard()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, $"/traces/{shown.FailedTrace}");
        var rows = page.Page.Locator(".waterfall-body [role=row]");
        await Expect(rows).ToHaveCountAsync(4);
        await page.Page.Locator(".waterfall").FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(rows.First).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(page.Page.Locator(".details")).ToContainTextAsync("http.response.status_code");
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(rows).ToHaveCountAsync(3);
        await Expect(rows.First).ToHaveAttributeAsync("aria-expanded", "false");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(rows).ToHaveCountAsync(4);
        await page.Page.Keyboard.PressAsync("End");
        await Expect(rows.Last).ToHaveAttributeAsync("aria-selected", "true");
    }

    [BrowserFact]
    public async Task Traces_are_filtered_by_error_and_show_who_took_part()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/traces");
        var rows = page.Page.Locator(".vtable-body .vtable-row");
        await Expect(rows.Nth(10)).ToBeVisibleAsync();
        await page.Button("Errors").ClickAsync();
        await Expect(rows).ToHaveCountAsync(4);
        await Expect(rows.First).ToContainTextAsync("web");
        await Expect(rows.First).ToContainTextAsync("orders");
    }

    [BrowserFact]
    public async Task A_histogram_shows_percentiles_and_its_exemplars_lead_to_traces()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/metrics?range=1h&resource=orders&name=sample.duration");
        await Expect(page.Page.Locator(".legend")).ToContainTextAsync("p99");
        await page.Page.Locator(".exemplar").First.ClickAsync();
        await Expect(page.Page.Locator(".waterfall")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task A_trace_that_is_not_there_is_said_to_be_so()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/traces/0123456789abcdef0123456789abcdef");
        await Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "This trace is not here" })).ToBeVisibleAsync();
    }
}
