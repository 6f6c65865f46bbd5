using static Microsoft.Playwright.Assertions;

namespace Thesis.Dashboard.Tests;

[Collection(ShownDashboard.Collection)]
public sealed class AccessibilityTests(ShownDashboard shown)
{
    [BrowserTheory]
    [InlineData("/resources", ".table.resources tbody tr")]
    [InlineData("/resources?view=graph", ".graph-node")]
    [InlineData("/resources?view=parameters", ".table.parameters tbody tr")]
    [InlineData("/resources?selected=orders", ".details .values")]
    [InlineData("/console", ".console-line")]
    [InlineData("/logs", ".vtable-body .vtable-row")]
    [InlineData("/traces", ".vtable-body .vtable-row")]
    [InlineData("/traces/{trace}", ".waterfall-body .waterfall-row")]
    [InlineData("/traces/5b8efff798038103d269b633813fc60c?span=eee19b7ec3c1b174", ".conversation .turn")]
    [InlineData("/metrics?range=1h&resource=orders&name=sample.duration", ".chart .axis")]
    [InlineData("/metrics?range=1h&resource=orders&name=sample.requests&view=table", ".metric-table tbody tr")]
    [InlineData("/runs", ".table.runs tbody tr")]
    [InlineData("/nowhere", ".message")]
    public async Task A_page_breaks_no_rule_and_fits_its_window(string path, string content)
    {
        foreach (var phone in new[] { false, true })
        {
            // The themes are checked on one size each: their colours are the same on both.
            await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, path.Replace("{trace}", shown.FailedTrace, StringComparison.Ordinal), phone: phone, dark: phone);
            await Expect(page.Page.Locator(content).First).ToBeVisibleAsync();
            Assert.Empty(await page.BrokenRulesAsync());
            Assert.Equal(0, await page.OverflowAsync());
            Assert.Empty(page.Faults);
        }
    }

    [BrowserFact]
    public async Task The_sign_in_page_breaks_no_rule()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/", signIn: false, phone: true);
        await Expect(page.Button("Sign in")).ToBeVisibleAsync();
        Assert.Empty(await page.BrokenRulesAsync());
    }

    [BrowserFact]
    public async Task The_help_lists_the_keys_and_a_key_goes_to_a_page()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/resources");
        await Expect(page.Page.Locator(".table.resources")).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("?");
        await Expect(page.Page.GetByRole(Microsoft.Playwright.AriaRole.Dialog, new() { Name = "Keyboard shortcuts" })).ToBeVisibleAsync();
        Assert.Empty(await page.BrokenRulesAsync());
        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.Keyboard.PressAsync("t");
        await Expect(page.Page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "Traces" })).ToBeVisibleAsync();
    }
}
