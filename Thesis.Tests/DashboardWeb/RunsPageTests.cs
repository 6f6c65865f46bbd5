using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Thesis.Dashboard.Tests;

[Collection(ShownDashboard.Collection)]
public sealed class RunsPageTests(ShownDashboard shown)
{
    [BrowserFact]
    public async Task A_run_is_exported_imported_again_compared_and_deleted()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/runs");
        var rows = page.Page.Locator(".table.runs tbody tr");
        await Expect(rows).ToHaveCountAsync(1);
        var export = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.Locator("a[href*='/export']").ClickAsync());
        await page.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "run.zip", MimeType = "application/zip", Buffer = await File.ReadAllBytesAsync(await export.PathAsync()) });
        await Expect(rows).ToHaveCountAsync(2);

        await page.Page.GetByRole(AriaRole.Checkbox).Nth(0).CheckAsync();
        await page.Page.GetByRole(AriaRole.Checkbox).Nth(1).CheckAsync();
        var comparison = page.Page.Locator(".comparison");
        await Expect(comparison).ToContainTextAsync("SELECT orders");
        Assert.Empty(await page.BrokenRulesAsync());

        await rows.Filter(new() { HasText = "imported" }).GetByTitle("Traces").ClickAsync();
        await Expect(page.Page.Locator(".banner[data-kind=info]")).ToContainTextAsync("An earlier run");
        await Expect(page.Page.Locator(".vtable-body .vtable-row").First).ToBeVisibleAsync();
        await page.Page.GoBackAsync();

        await rows.Filter(new() { HasText = "imported" }).GetByRole(AriaRole.Button).ClickAsync();
        await page.Button("Delete").ClickAsync();
        await Expect(rows).ToHaveCountAsync(1);
        Assert.Empty(page.Faults);
    }

    [BrowserFact]
    public async Task A_file_that_is_no_run_is_refused_with_a_reason()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/runs");
        await Expect(page.Page.Locator(".table.runs tbody tr").First).ToBeVisibleAsync();
        await page.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "run.zip", MimeType = "application/zip", Buffer = "no zip"u8.ToArray() });
        await Expect(page.Page.Locator(".toast")).ToContainTextAsync("The file was not imported");
    }
}
