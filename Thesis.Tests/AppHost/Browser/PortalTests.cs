using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Thesis.AppHost.Tests.Browser;

/// <summary>The portals as people use them, in Chromium, on the whole running system.</summary>
[Collection(GroupedSystemCollection.Name)]
public sealed partial class PortalTests(GroupedSystem system) : IAsyncLifetime
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
    public async Task A_donation_is_posted_accepted_and_withdrawn_while_both_sides_watch_it_live()
    {
        await ImportAsync("browser-live");
        var charity = await ArriveAsync("ngo1");
        var donor = await ArriveAsync("donor1");

        await PostAsync(donor, "Rye bread", quantity: "40");
        await donor.Page.WaitForURLAsync(DonationAddress());

        await Assertions.Expect(charity.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { NameRegex = RyeBread() })).ToBeVisibleAsync(Patient());
        await charity.Page.GetByRole(AriaRole.Button, Named("Accept")).ClickAsync();
        await Assertions.Expect(donor.Page.GetByText("Accepted, driver wanted")).ToBeVisibleAsync(Patient());

        await charity.Page.GetByRole(AriaRole.Link, Named("Arriving")).ClickAsync();
        await Assertions.Expect(charity.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { NameRegex = RyeBread() })).ToBeVisibleAsync(Patient());
        await donor.Page.GetByRole(AriaRole.Button, Named("Withdraw")).ClickAsync();
        await Assertions.Expect(donor.Page.GetByText("Corner Pantry will be told that it does not come.")).ToBeVisibleAsync();
        await donor.Page.GetByRole(AriaRole.Button, Named("Withdraw")).ClickAsync();

        await Assertions.Expect(charity.Page.GetByText("Nothing is on its way")).ToBeVisibleAsync(Patient());
        Assert.Empty(donor.Errors.Concat(charity.Errors));
    }

    [Fact]
    public async Task A_driver_claims_a_drive_and_what_they_weigh_without_a_network_arrives_when_it_is_back()
    {
        await ImportAsync("browser-drive");
        var charity = await ArriveAsync("ngo1");
        var donor = await ArriveAsync("donor1");
        var driver = await ArriveAsync("driver7");
        await RegisterAsync(driver, "Browser Drive");

        await PostAsync(donor, "Oat bread", quantity: "40", place: "browser-drive");
        await charity.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { NameRegex = OatBread() }).ClickAsync(new LocatorClickOptions { Timeout = PatienceMs });
        await charity.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Accept", Exact = true }).ClickAsync();
        await Assertions.Expect(donor.Page.GetByText("Accepted, driver wanted")).ToBeVisibleAsync(Patient());

        await driver.Page.GetByRole(AriaRole.Link, Named("Offers")).ClickAsync();
        await driver.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Take it", Exact = true }).ClickAsync(new LocatorClickOptions { Timeout = PatienceMs });
        await driver.Page.GetByRole(AriaRole.Link, Named("I am here")).ClickAsync(new LocatorClickOptions { Timeout = PatienceMs });
        await driver.SetOfflineAsync(true);
        await driver.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = AsPlanned() }).ClickAsync();
        await Assertions.Expect(driver.Page.GetByText("is not sent yet")).ToBeVisibleAsync();
        await driver.SetOfflineAsync(false);
        await Assertions.Expect(donor.Page.GetByText("On the way").First).ToBeVisibleAsync(Patient());

        await driver.Page.GetByRole(AriaRole.Link, Named("I am here")).ClickAsync();
        await driver.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = AsPlanned() }).ClickAsync();
        await Assertions.Expect(driver.Page.GetByText("No stops")).ToBeVisibleAsync(Patient());
        await Assertions.Expect(charity.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Received", Exact = true })).ToBeVisibleAsync(Patient());
        Assert.Empty(donor.Errors.Concat(charity.Errors).Concat(driver.Errors));
    }

    [Fact]
    public async Task What_is_typed_wrong_is_named_beside_its_field_and_nothing_is_posted()
    {
        await ImportAsync("browser-wrong");
        var donor = await ArriveAsync("donor1");

        await PostAsync(donor, "Rye bread", quantity: "-5");

        await Assertions.Expect(donor.Page.GetByText("Must be more than 0 and at most 50,000 kg.")).ToBeVisibleAsync();
        await Assertions.Expect(donor.Page.GetByLabel("How much?")).ToHaveAttributeAsync("aria-invalid", "true");
        Assert.EndsWith("/donor/post", donor.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_charity_says_what_it_can_take_and_the_API_keeps_it()
    {
        await ImportAsync("browser-intake");
        var charity = await ArriveAsync("ngo1");
        await charity.Page.GotoAsync("/ngo/intake");

        await charity.Page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "Most a day, kg", Exact = true }).FillAsync("1,250");
        await charity.Page.GetByRole(AriaRole.Button, Named("Save")).ClickAsync();
        await Assertions.Expect(charity.Page.GetByText("Saved. The region is planned anew.")).ToBeVisibleAsync(Patient());

        await charity.Page.ReloadAsync();
        await Assertions.Expect(charity.Page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "Most a day, kg", Exact = true })).ToHaveValueAsync("1250");
    }

    [Fact]
    public async Task A_draft_is_published_and_repeats_itself_from_then_on_but_for_a_day()
    {
        await ImportAsync("browser-recurring");
        var donor = await ArriveAsync("donor1");
        await FillInAsync(donor, "Barley bread", quantity: "3", place: "browser-recurring");
        await donor.Page.GetByLabel("Unit").SelectOptionAsync("boxes");
        await donor.Page.GetByRole(AriaRole.Button, Named("Keep as a draft")).ClickAsync();
        await donor.Page.WaitForURLAsync(DonationAddress());

        await donor.Page.GetByRole(AriaRole.Button, Named("Publish it")).ClickAsync();
        await Assertions.Expect(donor.Page.GetByText("This is a draft")).ToBeHiddenAsync(new LocatorAssertionsToBeHiddenOptions { Timeout = PatienceMs });
        await Assertions.Expect(donor.Page.GetByText("3 boxes").First).ToBeVisibleAsync();
        // It is not left to the charity of the other journeys.
        await donor.Page.GetByRole(AriaRole.Button, Named("Withdraw")).ClickAsync();
        await donor.Page.GetByRole(AriaRole.Button, Named("Withdraw")).ClickAsync();
        await Assertions.Expect(donor.Page.GetByText(WithdrawnBadge()).First).ToBeVisibleAsync(Patient());

        await donor.Page.GetByRole(AriaRole.Link, Named("Repeat every week…")).ClickAsync();
        await Assertions.Expect(donor.Page.GetByLabel("What is it?")).ToHaveValueAsync("Barley bread");
        await donor.Page.GetByRole(AriaRole.Button, Named("Let it post itself")).ClickAsync();
        var recurring = donor.Page.GetByRole(AriaRole.Listitem).Filter(new LocatorFilterOptions { HasText = "Barley bread" });
        await recurring.GetByText("The next days").ClickAsync(new LocatorClickOptions { Timeout = PatienceMs });
        await recurring.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameRegex = SkipsDay() }).First.ClickAsync();
        await Assertions.Expect(recurring.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameRegex = TakesDayBack() })).ToBeVisibleAsync(Patient());
        await recurring.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "End it" }).ClickAsync();
        await Assertions.Expect(recurring.GetByText(EndedBadge())).ToBeVisibleAsync(Patient());
        Assert.Empty(donor.Errors);
    }

    [Fact]
    public async Task A_charity_pauses_changes_a_day_and_writes_its_hours_in_its_own_words()
    {
        await ImportAsync("browser-pause");
        var charity = await ArriveAsync("ngo1");
        await charity.Page.GotoAsync("/ngo/intake");
        await charity.Page.GetByRole(AriaRole.Button, Named("Pause…")).ClickAsync();
        await charity.Page.GetByRole(AriaRole.Button, Named("Pause now")).ClickAsync();
        await Assertions.Expect(charity.Page.GetByText(PausedUntil())).ToBeVisibleAsync(Patient());
        await charity.Page.GetByRole(AriaRole.Button, Named("Take food again")).ClickAsync();
        await Assertions.Expect(charity.Page.GetByText("We take food", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync(Patient());

        await charity.Page.GetByRole(AriaRole.Button, Named("Write them as text instead")).ClickAsync();
        await charity.Page.GetByLabel("Opening hours as you would write them").FillAsync("Monday–Friday 9am–5pm, closed in August");
        await Assertions.Expect(charity.Page.GetByText("Closed: Aug")).ToBeVisibleAsync(Patient());
        await charity.Page.GetByLabel("Opening hours as you would write them").FillAsync("");
        await charity.Page.GetByRole(AriaRole.Button, Named("Undo my changes")).ClickAsync();

        await charity.Page.GotoAsync("/ngo/calendar");
        await charity.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = ChangesDay() }).First.ClickAsync(new LocatorClickOptions { Timeout = PatienceMs });
        await charity.Page.GetByLabel("of another amount").CheckAsync();
        await charity.Page.GetByLabel("Most on this day, kg").FillAsync("450");
        await charity.Page.GetByRole(AriaRole.Button, Named("Set this day")).ClickAsync();
        await Assertions.Expect(charity.Page.GetByText("Another amount than usual")).ToBeVisibleAsync(Patient());
        Assert.Empty(charity.Errors);
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
    [InlineData("donor1", "/donor/post", 390)]
    [InlineData("ngo1", "/ngo/intake", 390)]
    [InlineData("dispatcher", "/admin/map", 1440)]
    public async Task A_screen_on_real_data_is_accessible_and_fits(string login, string path, int width)
    {
        await ImportAsync("browser-fit");
        var visitor = await Visitor.ArriveAsync(system, Browser, width);
        await visitor.SignInAsync(login);
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Navigation)).ToBeVisibleAsync(Patient());

        await visitor.Page.GotoAsync(path);
        await Assertions.Expect(visitor.Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = PatienceMs });
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToBeVisibleAsync(Patient());

        Assert.Empty(await visitor.AccessibilityBreachesAsync());
        Assert.False(await visitor.ScrollsSidewaysAsync(), "The page is wider than its window.");
    }

    // Allocation waits for a quiet moment, the engine solves, the order is made: some seconds on a busy machine.
    private const float PatienceMs = 60_000;

    private async Task<Visitor> ArriveAsync(string login)
    {
        var visitor = await Visitor.ArriveAsync(system, Browser);
        await visitor.SignInAsync(login);
        await Assertions.Expect(visitor.Page.GetByText(LiveBadge())).ToBeVisibleAsync(Patient());
        return visitor;
    }

    private async Task ImportAsync(string region)
    {
        var dispatcher = await Visitor.ArriveAsync(system, Browser);
        await dispatcher.SignInAsync("dispatcher");
        await Assertions.Expect(dispatcher.Page.GetByRole(AriaRole.Navigation)).ToBeVisibleAsync(Patient());
        await dispatcher.ImportAsync("ngos", region, "user-ngo1", NgoColumns + "Corner Pantry,food_pantry,1 Main St,Los Angeles,90001,34.05,-118.25,,500,10,ambient|chilled,,4\n");
        await dispatcher.ImportAsync("donors", region, "user-donor1", DonorColumns + $"Main Street Market {region},supermarket,9 Main St,Los Angeles,90001,34.06,-118.26,\n");
    }

    private static async Task RegisterAsync(Visitor driver, string region)
    {
        await driver.Page.GetByLabel("Region").SelectOptionAsync(new SelectOptionValue { Label = region });
        await driver.Page.GetByRole(AriaRole.Button, Named("Done")).ClickAsync();
        await driver.Page.GetByRole(AriaRole.Button, Named("Start shift")).ClickAsync(new LocatorClickOptions { Timeout = PatienceMs });
        await Assertions.Expect(driver.Page.GetByText("Your position is shared")).ToBeVisibleAsync(Patient());
    }

    private static async Task PostAsync(Visitor donor, string title, string quantity, string place = "")
    {
        await FillInAsync(donor, title, quantity, place);
        await donor.Page.GetByRole(AriaRole.Button, Named("Post it")).ClickAsync();
    }

    // The first of the donor's places whose name holds the words.
    private static async Task FillInAsync(Visitor donor, string title, string quantity, string place)
    {
        var page = donor.Page;
        await page.GetByRole(AriaRole.Link, Named("Post a donation")).First.ClickAsync();
        await page.GetByLabel("What is it?").FillAsync(title);
        await page.GetByRole(AriaRole.Combobox, Named("Where is it?")).FillAsync(place);
        await page.GetByRole(AriaRole.Combobox, Named("Where is it?")).ClickAsync();
        // The units are options too, of a plain list that the browser shows.
        await page.Locator("[role=option]:visible").First.ClickAsync();
        await page.GetByText("Bread & pastries", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await page.GetByLabel("How much?").FillAsync(quantity);
    }

    private static PageGetByRoleOptions Named(string name) => new() { Name = name };

    private static LocatorAssertionsToBeVisibleOptions Patient() => new() { Timeout = PatienceMs };

    [GeneratedRegex("/donor/donations/don_")]
    private static partial Regex DonationAddress();

    // A sign stands before the word.
    [GeneratedRegex("Live$")]
    private static partial Regex LiveBadge();

    [GeneratedRegex("Oat bread")]
    private static partial Regex OatBread();

    [GeneratedRegex("^Exactly")]
    private static partial Regex AsPlanned();

    [GeneratedRegex("Withdrawn$")]
    private static partial Regex WithdrawnBadge();

    [GeneratedRegex("Ended$")]
    private static partial Regex EndedBadge();

    [GeneratedRegex("^Skip: ")]
    private static partial Regex SkipsDay();

    [GeneratedRegex("^Take back in: ")]
    private static partial Regex TakesDayBack();

    [GeneratedRegex("^Paused; food again from")]
    private static partial Regex PausedUntil();

    [GeneratedRegex("^Change this day")]
    private static partial Regex ChangesDay();

    [GeneratedRegex("Rye bread")]
    private static partial Regex RyeBread();
}
