using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Thesis.Tests.Support;

namespace Thesis.AppHost.Tests.Browser;

/// <summary>Somebody with a browser window of their own.</summary>
internal sealed class Visitor(RunningSystem system, IBrowserContext window, IPage page)
{
    private const float PatienceMs = 30_000;

    private static readonly string AxeScript = Path.Combine(RepositoryRoot.Path, "Thesis.Web", "node_modules", "axe-core", "axe.min.js");
    private readonly List<string> _errors = [];

    public IPage Page => page;

    /// <summary>What the page complained of: uncaught errors and what was logged as one.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public static async Task<Visitor> ArriveAsync(RunningSystem system, IBrowser browser, int width = 1440, int height = 900)
    {
        var window = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = system.App.GetEndpoint("bff", "http").ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ReducedMotion = ReducedMotion.Reduce,
            Geolocation = new Geolocation { Latitude = 34.055f, Longitude = -118.255f, Accuracy = 10 },
            Permissions = ["geolocation"],
        });
        window.SetDefaultTimeout(PatienceMs);
        var visitor = new Visitor(system, window, await window.NewPageAsync());
        visitor.Page.PageError += (_, error) => visitor._errors.Add(error);
        await visitor.Page.GotoAsync("/");
        return visitor;
    }

    /// <summary>Signs in by the provider's form.</summary>
    public async Task SignInAsync(string login, string? password = null)
    {
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
        await Page.GetByLabel("Account").FillAsync(login);
        await Page.GetByLabel("Password").FillAsync(password ?? await DemoPasswordAsync());
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>Takes the network away, or gives it back.</summary>
    public Task SetOfflineAsync(bool offline) => window.SetOfflineAsync(offline);

    /// <summary>Imports places as the signed-in dispatcher.</summary>
    public async Task ImportAsync(string collection, string region, string managedBy, string csv)
    {
        var answer = await window.APIRequest.PostAsync($"/api/v1/{collection}/import?region={region}&managedBy={managedBy}", new APIRequestContextOptions
        {
            Headers = new Dictionary<string, string> { ["X-CSRF"] = "1", ["Content-Type"] = "text/csv" },
            DataString = csv,
        });
        Assert.Contains("\"rejected\":0", await answer.TextAsync(), StringComparison.Ordinal);
    }

    /// <summary>Breaches of WCAG 2 A and AA on the page as it stands, by axe.</summary>
    public async Task<string[]> AccessibilityBreachesAsync()
    {
        await Page.EvaluateAsync(await File.ReadAllTextAsync(AxeScript));
        return await Page.EvaluateAsync<string[]>("""
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }))
                .violations.flatMap(v => v.nodes.map(n => `${v.id}: ${v.help} at ${n.target.join(' ')}`))
            """);
    }

    /// <summary>True when the page is wider than its window.</summary>
    public Task<bool> ScrollsSidewaysAsync() =>
        Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");

    private async Task<string> DemoPasswordAsync()
    {
        var model = system.App.Services.GetRequiredService<DistributedApplicationModel>();
        return await model.Resources.OfType<ParameterResource>().Single(p => p.Name == "demo-password").GetValueAsync(CancellationToken.None) ?? "";
    }
}
