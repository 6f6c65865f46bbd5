using System.Net;

namespace Thesis.Dashboard.Tests;

public sealed class PageTests : IDisposable
{
    private readonly TemporaryFolder _web = new();

    public PageTests()
    {
        File.WriteAllText(Path.Combine(_web.Path, "index.html"), "<!doctype html><title>The app</title>");
        Directory.CreateDirectory(Path.Combine(_web.Path, "assets"));
        File.WriteAllText(Path.Combine(_web.Path, "assets", "app-1a2b.js"), "export {}");
        File.WriteAllText(Path.Combine(_web.Path, "..", Path.GetFileName(_web.Path) + "-secret.txt"), "secret");
    }

    public void Dispose()
    {
        File.Delete(_web.Path + "-secret.txt");
        _web.Dispose();
    }

    [Theory]
    [InlineData("/", "no-store")]
    [InlineData("/traces/0af7", "no-store")]
    [InlineData("/login", "no-store")]
    [InlineData("/assets/app-1a2b.js", "public, max-age=31536000, immutable")]
    public async Task Pages_are_served_to_all_with_headers_that_guard_them(string path, string caching)
    {
        await using var dashboard = await RunningDashboard.StartAsync(o => o.WebDirectory = _web.Path, signIn: false);

        using var answer = await dashboard.Browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(caching, string.Join(", ", answer.Headers.GetValues("Cache-Control")));
        Assert.Contains("default-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(path.EndsWith(".js", StringComparison.Ordinal) ? "text/javascript" : "text/html", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/assets/none.js")]
    [InlineData("/..%2f{0}-secret.txt")]
    [InlineData("/assets/..%2f..%2f{0}-secret.txt")]
    public async Task Files_that_are_not_there_or_lie_outside_are_not_found(string path)
    {
        await using var dashboard = await RunningDashboard.StartAsync(o => o.WebDirectory = _web.Path, signIn: false);

        using var answer = await dashboard.Browser.GetAsync(string.Format(null, path, Path.GetFileName(_web.Path)));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Without_pages_the_dashboard_says_how_to_build_them()
    {
        await using var dashboard = await RunningDashboard.StartAsync(o => o.WebDirectory = "/nowhere", signIn: false);

        Assert.Contains("npm run build", await dashboard.Browser.GetStringAsync("/"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "localhost", "Urls is 'localhost'")]
    [InlineData("THESIS_DASHBOARD_RUNS", "many", "THESIS_DASHBOARD_RUNS is 'many'")]
    [InlineData("THESIS_DASHBOARD_RUN_BYTES", "5", "BytesPerRun is '5'")]
    [InlineData("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", "maybe", "must be true or false")]
    public async Task A_wrong_setting_is_named_and_the_program_ends(string name, string value, string expected)
    {
        using var folder = new TemporaryFolder();

        var (exitCode, errors) = await DashboardProcess.FailAsync(folder.Path, (name, value));

        Assert.Equal(1, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var folder = new TemporaryFolder();
        await using var first = await RunningDashboard.StartAsync();

        var (exitCode, errors) = await DashboardProcess.FailAsync(folder.Path, ("ASPNETCORE_URLS", first.Host.Urls[0]));

        Assert.Equal(1, exitCode);
        Assert.Contains(first.Host.Urls[0], errors, StringComparison.Ordinal);
    }
}
