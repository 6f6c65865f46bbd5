using static Microsoft.Playwright.Assertions;

namespace Thesis.Dashboard.Tests;

[Collection(ShownDashboard.Collection)]
public sealed class ReconnectTests(ShownDashboard shown)
{
    [BrowserFact]
    public async Task A_page_whose_server_went_away_says_so_and_goes_on_with_the_next_run()
    {
        var dashboard = await RunningDashboard.StartAsync(o => o.AllowAnonymous = true, SampleResources.Create(), signIn: false);
        var address = dashboard.Address;
        await using var page = await DashboardPage.OpenAsync(shown.Browser, address, "/resources", signIn: false);
        await Expect(page.Page.Locator(".table.resources")).ToContainTextAsync("orders");
        await dashboard.DisposeAsync();
        await Expect(page.Page.Locator(".top .connection")).ToContainTextAsync("Reconnecting");

        var resources = SampleResources.Create();
        resources.Set(SampleResources.Project("newcomer", []));
        resources.Remove("redis");
        await using var next = await RunningDashboard.StartAsync(
            o =>
            {
                o.AllowAnonymous = true;
                o.Urls = address.ToString();
            },
            resources,
            signIn: false);
        await Expect(page.Page.Locator(".table.resources")).ToContainTextAsync("newcomer");
        await Expect(page.Page.Locator("tr", new() { HasText = "/usr/bin/redis" })).ToHaveCountAsync(0);
        await Expect(page.Page.Locator(".top .connection")).ToHaveCountAsync(0);
    }
}
