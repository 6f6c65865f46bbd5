using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Thesis.Dashboard.Tests;

[Collection(ShownDashboard.Collection)]
public sealed class SignInTests(ShownDashboard shown)
{
    [BrowserFact]
    public async Task A_wrong_token_is_refused_with_a_remedy_and_the_right_one_opens_the_resources()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/traces", signIn: false);
        await page.Page.GetByLabel("Token", new() { Exact = true }).FillAsync("not-the-token");
        await page.Button("Sign in").ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("copy the newest from the console");

        await page.Page.GetByLabel("Token", new() { Exact = true }).FillAsync($"Login to the dashboard at {shown.Address}login?t={RunningDashboard.Token}");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "Traces" })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task An_empty_token_is_not_sent()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/", signIn: false);
        await page.Button("Sign in").ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Paste the token first.");
    }

    [BrowserFact]
    public async Task Signing_out_leads_to_the_form()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/resources");
        await page.Button("Sign out").ClickAsync();
        await Expect(page.Button("Sign in")).ToBeVisibleAsync();
        await page.GoAsync("/resources");
        await Expect(page.Button("Sign in")).ToBeVisibleAsync();
    }
}
