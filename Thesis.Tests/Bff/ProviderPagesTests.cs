using Microsoft.Playwright;
using Thesis.Bff.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.Bff.Tests;

/// <summary>
/// The provider's pages in Chromium, through the front door. SCREENSHOTS=folder keeps a picture of each at the width of a telephone and
/// of a desk, to be looked at.
/// </summary>
[Collection(PublicDoorCollection.Name)]
public sealed class ProviderPagesTests(PublicDoorFixture door) : IAsyncLifetime
{
    private static readonly string AxeScript = Path.Combine(RepositoryRoot.Path, "Thesis.Web", "node_modules", "axe-core", "axe.min.js");
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("SCREENSHOTS");

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private IBrowser Chromium => _browser ?? throw new InvalidOperationException("The browser has not started.");

    public async Task InitializeAsync()
    {
        await NpmPackages.InstallAsync(Path.Combine(RepositoryRoot.Path, "Thesis.Web"));
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium-headless-shell",
            Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task DisposeAsync()
    {
        await Chromium.CloseAsync();
        _playwright?.Dispose();
    }

    [Fact]
    public async Task A_passkey_is_added_on_its_page_and_signs_in_where_the_password_would()
    {
        var page = await ArriveAsync(390);
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
        await SignInAsync(page, "ngo1");

        await page.GotoAsync("/account/passkeys");
        await page.GetByLabel("Name of the new passkey").FillAsync("My telephone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByText("You can now sign in with it.")).ToBeVisibleAsync();
        await LookAtAsync(page, "passkeys");

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/bff/login?returnUrl=/bff/user");
        await LookAtAsync(page, "sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await page.WaitForURLAsync("**/bff/user");
        await page.GotoAsync("/account");
        await Assertions.Expect(page.GetByText("Charity 1", new() { Exact = false }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_passkey_that_nobody_has_leaves_the_password()
    {
        var page = await ArriveAsync(1440);
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object> { ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true },
        });
        await page.GotoAsync("/account/sign-in");

        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();

        await Assertions.Expect(page.GetByText("No passkey was shown.")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(page.GetByLabel("Password")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1440)]
    public async Task Every_page_is_accessible_fits_and_complains_of_nothing(int width)
    {
        var page = await ArriveAsync(width);
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            // The pages that say what is wrong have a status of their own, which the browser notes; the portals, with their icon, are not here.
            if (message.Type == "error" && !message.Text.Contains("the server responded with a status of 400", StringComparison.Ordinal)
                && !message.Location.Contains("/icon.svg", StringComparison.Ordinal) && !message.Location.Contains("/bff/user", StringComparison.Ordinal))
            {
                complaints.Add($"{message.Text} {message.Location}");
            }
        };
        foreach (var path in (string[])["sign-in", "code", "sign-up", "forgot", "verify?account=a&code=b", "reset?account=a&code=b", "invitation?code=x", "signed-out"])
        {
            await page.GotoAsync($"/account/{path}");
            await LookAtAsync(page, path.Split('?')[0]);
        }

        await page.GotoAsync("/account/code");
        await page.GetByLabel("E-mail").FillAsync("somebody@example.org");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mail me a code" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Code")).ToBeVisibleAsync();
        await LookAtAsync(page, "enter-code");

        await SignInAsync(page, "ngo2");
        foreach (var path in (string[])["/account", "/account/passkeys"])
        {
            await page.GotoAsync(path);
            await LookAtAsync(page, $"mine{path.Replace('/', '-')}");
        }

        Assert.True(complaints.Count == 0, string.Join('\n', complaints.Distinct()));
    }

    private async Task<IPage> ArriveAsync(int width)
    {
        var window = await Chromium.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = door.Address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = 844 },
            ReducedMotion = ReducedMotion.Reduce,
            BypassCSP = false,
        });
        window.SetDefaultTimeout(30_000);
        return await window.NewPageAsync();
    }

    private async Task SignInAsync(IPage page, string login)
    {
        await page.GotoAsync("/bff/login?returnUrl=/bff/user");
        await page.GetByLabel("E-mail or account").FillAsync(login);
        await page.GetByLabel("Password").FillAsync(door.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/bff/user");
    }

    /// <summary>Breaches of WCAG 2 A and AA, and whether it is wider than its window.</summary>
    private static async Task LookAtAsync(IPage page, string name)
    {
        if (Pictures is not null)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}-{page.ViewportSize?.Width}.png"), FullPage = true });
        }

        await page.EvaluateAsync(await File.ReadAllTextAsync(AxeScript));
        var breaches = await page.EvaluateAsync<string[]>("""
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }))
                .violations.flatMap(v => v.nodes.map(n => `${v.id}: ${v.help} at ${n.target.join(' ')}`))
            """);
        Assert.True(breaches.Length == 0, $"{name}: {string.Join('\n', breaches)}");
        Assert.False(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"), $"{name} is wider than its window.");
    }
}
