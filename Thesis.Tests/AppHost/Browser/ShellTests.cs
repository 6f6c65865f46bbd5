using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Thesis.AppHost.Tests.Browser;

/// <summary>The shell as people use it, in Chromium, on the whole running system.</summary>
[Collection(GroupedSystemCollection.Name)]
public sealed partial class ShellTests(GroupedSystem system) : IAsyncLifetime
{
    private const string NgoColumns = "name,kind,address,city,zip,latitude,longitude,opening_hours,daily_capacity_kg,daily_slots,storage_classes,food_preferences,priority\n";
    private const string DonorColumns = "name,kind,address,city,zip,latitude,longitude,opening_hours\n";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private IBrowser Browser => _browser ?? throw new InvalidOperationException("The browser has not started.");

    public async Task InitializeAsync()
    {
        await WebShell.EnsureBuiltAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium-headless-shell",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task DisposeAsync()
    {
        await Browser.CloseAsync();
        _playwright?.Dispose();
    }

    [Fact]
    public async Task A_donation_posted_in_one_browser_finds_a_charity_before_the_eyes_of_another()
    {
        const string region = "browser-live";
        await ImportAsync(region);
        var charity = await Visitor.ArriveAsync(system, Browser);
        await charity.SignInAsync("ngo1");
        await LiveAsync(charity, region);
        var donor = await Visitor.ArriveAsync(system, Browser);
        await donor.SignInAsync("donor1");
        await LiveAsync(donor, region);

        await PostAsync(donor, quantity: "120");
        await Assertions.Expect(donor.Page.GetByText("Posted.")).ToBeVisibleAsync(Patient());

        var feed = charity.Page.GetByText(Proposal());
        await Assertions.Expect(feed.First).ToBeVisibleAsync(Patient());
        await Assertions.Expect(donor.Page.GetByText(Proposal()).First).ToBeVisibleAsync(Patient());
        Assert.Empty(donor.Errors.Concat(charity.Errors));
    }

    [Fact]
    public async Task What_is_typed_wrong_is_named_beside_its_field_and_nothing_is_posted()
    {
        const string region = "browser-wrong";
        await ImportAsync(region);
        var donor = await Visitor.ArriveAsync(system, Browser);
        await donor.SignInAsync("donor1");
        await LiveAsync(donor, region);

        await PostAsync(donor, quantity: "-5");

        await Assertions.Expect(donor.Page.GetByText("must be more than 0 and at most 50,000 kg")).ToBeVisibleAsync();
        await Assertions.Expect(donor.Page.GetByText("Posted.")).ToHaveCountAsync(0);
        await Assertions.Expect(donor.Page.GetByLabel("How much, kg")).ToHaveAttributeAsync("aria-invalid", "true");
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_can_be_put_right()
    {
        var visitor = await Visitor.ArriveAsync(system, Browser);

        await visitor.SignInAsync("dispatcher", "not it");

        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.GetByLabel("Account")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task Every_screen_is_accessible_and_fits(int width, int height)
    {
        const string region = "browser-fit";
        await ImportAsync(region);
        var donor = await Visitor.ArriveAsync(system, Browser, width, height);
        await Assertions.Expect(donor.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToBeVisibleAsync();
        await FitsAsync(donor);

        await donor.SignInAsync("donor1");
        await LiveAsync(donor, region);
        await FitsAsync(donor);

        await donor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Post a donation" }).ClickAsync();
        await FitsAsync(donor);
    }

    private static async Task FitsAsync(Visitor visitor)
    {
        Assert.Empty(await visitor.AccessibilityBreachesAsync());
        Assert.False(await visitor.ScrollsSidewaysAsync(), "The page is wider than its window.");
    }

    private async Task ImportAsync(string region)
    {
        var dispatcher = await Visitor.ArriveAsync(system, Browser);
        await dispatcher.SignInAsync("dispatcher");
        await Assertions.Expect(dispatcher.Page.GetByText("Sign out")).ToBeVisibleAsync(Patient());
        await dispatcher.ImportAsync("ngos", region, "user-ngo1", NgoColumns + "Corner Pantry,food_pantry,1 Main St,Los Angeles,90001,34.05,-118.25,,500,10,ambient|chilled,,4\n");
        await dispatcher.ImportAsync("donors", region, "user-donor1", DonorColumns + "Main Street Market,supermarket,9 Main St,Los Angeles,90001,34.06,-118.26,\n");
    }

    private static async Task LiveAsync(Visitor visitor, string region)
    {
        await visitor.Page.WaitForURLAsync(ShellUrl());
        await visitor.Page.GotoAsync($"/?region={region}");
        await Assertions.Expect(visitor.Page.GetByText("live", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync(Patient());
    }

    private static async Task PostAsync(Visitor donor, string quantity)
    {
        var page = donor.Page;
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Post a donation" }).ClickAsync();
        await page.GetByLabel("Where is it?").SelectOptionAsync(new SelectOptionValue { Label = "Main Street Market, 9 Main St, Los Angeles 90001" });
        await page.GetByLabel("What is it?").FillAsync("Bread and pastries");
        await page.GetByLabel("How much, kg").FillAsync(quantity);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Post it" }).ClickAsync();
    }

    // Allocation waits for a quiet moment, the engine solves, the order is made: some seconds on a busy machine.
    private static LocatorAssertionsToBeVisibleOptions Patient() => new() { Timeout = 60_000 };

    [GeneratedRegex("kg of Bread and pastries from Main Street Market go to Corner Pantry")]
    private static partial Regex Proposal();

    [GeneratedRegex(@"^http://localhost:\d+/(\?.*)?$")]
    private static partial Regex ShellUrl();
}
