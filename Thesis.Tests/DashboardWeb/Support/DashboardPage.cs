using System.Text.Json;
using Microsoft.Playwright;

namespace Thesis.Dashboard.Tests;

/// <summary>A page of the dashboard in a browser of its own, with what went wrong in it.</summary>
internal sealed class DashboardPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _address;
    private readonly List<string> _faults = [];

    private DashboardPage(IBrowserContext context, IPage page, Uri address)
    {
        _context = context;
        _address = address;
        Page = page;
        page.SetDefaultTimeout((float)Eventually.Patience.TotalMilliseconds);
        page.PageError += (_, error) => _faults.Add(error);
        page.Console += (_, message) =>
        {
            // The first question, who is signed in, may be answered with "nobody".
            if (message.Type == "error" && !message.Text.Contains("401", StringComparison.Ordinal))
            {
                _faults.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>What the browser's console said was wrong.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public static async Task<DashboardPage> OpenAsync(IBrowser browser, Uri address, string path, bool signIn = true, bool phone = false, bool dark = false, string locale = "en-US")
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ViewportSize = phone ? new() { Width = 390, Height = 844 } : new() { Width = 1440, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = locale,
        });
        var page = new DashboardPage(context, await context.NewPageAsync(), address);
        if (signIn)
        {
            // The page that follows a sign-in is not waited for: the tests ask for theirs.
            await context.APIRequest.GetAsync($"/login?t={RunningDashboard.Token}", new() { MaxRedirects = 0 });
        }

        await page.GoAsync(path);
        return page;
    }

    public Task GoAsync(string path) => Page.GotoAsync(new Uri(_address, path).ToString());

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>The accessibility rules that the page breaks, each with the first element that does.</summary>
    public async Task<IReadOnlyList<string>> BrokenRulesAsync()
    {
        await Page.EvaluateAsync(await File.ReadAllTextAsync(BrowserTests.Axe));
        var violations = await Page.EvaluateAsync<JsonElement>("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations");
        return [.. violations.EnumerateArray().Select(v => $"{v.GetProperty("id")}: {v.GetProperty("nodes")[0].GetProperty("html")}")];
    }

    /// <summary>How many pixels the page is wider than its window.</summary>
    public Task<int> OverflowAsync() => Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
