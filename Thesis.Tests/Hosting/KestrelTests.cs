using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

/// <summary>Projects whose own settings say where they listen.</summary>
public sealed class KestrelTests : IDisposable
{
    private const string TwoEndpoints = """
        { "Kestrel": { "EndpointDefaults": { "Protocols": "Http2" }, "Endpoints": {
          "Web": { "Url": "http://*:5002", "Protocols": "Http1" }, "Grpc": { "Url": "http://localhost:5003" } } } }
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_only_endpoint_of_a_scheme_is_named_by_it_and_counts_more_than_the_profile()
    {
        var project = Project("""{ "Kestrel": { "Endpoints": { "Some": { "Url": "http://*:5002" }, "Safe": { "Url": "https://localhost:7002" } } } }""");

        Assert.Equal(
            [("http", "http", (int?)5002, "http", "*"), ("https", "https", 7002, "http", "localhost"), ("own", "http", 5017, "http", "localhost")],
            Endpoints(project.WithHttpEndpoint(5017, name: "own")).OrderBy(e => e.Name, StringComparer.Ordinal));
    }

    [Fact]
    public void Several_endpoints_of_a_scheme_keep_their_keys_and_their_protocols() => Assert.Equal(
        [("Grpc", "http", 5003, "http2", "localhost"), ("Web", "http", (int?)5002, "http", "*")],
        Endpoints(Project(TwoEndpoints)).OrderBy(e => e.Name, StringComparer.Ordinal));

    [Fact]
    public void Settings_are_left_alone_where_that_is_wanted() => Assert.Equal(
        [("http", "http", (int?)5080, "http", "localhost")],
        Endpoints(Project(TwoEndpoints, o => o.ExcludeKestrelEndpoints = true)));

    [Fact]
    public void Settings_of_the_profiles_environment_count_most()
    {
        _directory.File("appsettings.Development.json", """{ "Kestrel": { "Endpoints": { "Web": { "Url": "http://localhost:5999" } } } }""");
        _directory.File("appsettings.Production.json", """{ "Kestrel": { "Endpoints": { "Web": { "Url": "http://localhost:1" } } } }""");

        Assert.Equal([("http", "http", (int?)5999, "http", "localhost")], Endpoints(Project("""{ "Kestrel": { "Endpoints": { "Web": { "Url": "http://localhost:5002" } } } }""")));
    }

    [Theory]
    [InlineData("""{ "Kestrel": { "Endpoints": { "Web": { "Url": "localhost" } } } }""", "The setting Kestrel:Endpoints:Web:Url of the project")]
    [InlineData("{ \"Kestrel\": ", "cannot be read: ")]
    public void Settings_that_cannot_be_read_are_named(string settings, string message)
    {
        var refusal = Assert.Throws<DistributedApplicationException>(() => Project(settings));

        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(_directory.Path, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_is_told_its_addresses_by_overriding_its_settings()
    {
        await using var builder = TestApplication.Create();
        var probe = builder.AddProject("probe", Copy(TwoEndpoints))
            .WithHttpEndpoint(name: "own").WithHttpEndpoint(name: "told", env: "TOLD").WithHttpEndpoint(name: "hidden").WithEndpointsInEnvironment(e => e.Name != "hidden")
            .WithHttpHealthCheck("/health", endpointName: "Web");

        await using var app = await builder.StartAsync();
        var variables = await app.EnvironmentOfAsync("probe");
        await app.UntilHealthyAsync("probe");

        Assert.DoesNotContain("ASPNETCORE_URLS", variables.Keys);
        Assert.Equal(
            [
                ("Kestrel__Endpoints__Grpc__Url", $"http://localhost:{probe.GetEndpoint("Grpc").Port}"),
                ("Kestrel__Endpoints__Web__Url", $"http://*:{probe.GetEndpoint("Web").Port}"),
                ("Kestrel__Endpoints__own__Url", $"http://*:{probe.GetEndpoint("own").Port}"),
            ],
            variables.Where(v => v.Key.StartsWith("Kestrel__", StringComparison.Ordinal)).Select(v => (v.Key, v.Value ?? "")).OrderBy(v => v.Key, StringComparer.Ordinal));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{probe.GetEndpoint("Grpc").Url}/health")) { Version = new Version(2, 0), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        Assert.Equal("ok", await (await http.SendAsync(request, Deadline.Token)).Content.ReadAsStringAsync(Deadline.Token));
    }

    [Fact]
    public async Task An_address_under_another_key_is_bound_once_and_keeps_its_protocols()
    {
        await using var builder = TestApplication.Create();
        var probe = builder.AddProject("probe", Copy("""{ "Kestrel": { "Endpoints": { "Calls": { "Url": "http://localhost:5003", "Protocols": "Http2" } } } }"""));

        await using var app = await builder.StartAsync();
        var variables = await app.EnvironmentOfAsync("probe");

        Assert.Equal($"http://localhost:{probe.GetEndpoint("http").Port}", variables["Kestrel__Endpoints__Calls__Url"]);
        Assert.DoesNotContain("Kestrel__Endpoints__http__Url", variables.Keys);
    }

    private static List<(string Name, string Scheme, int? Port, string Transport, string Host)> Endpoints(IResourceBuilder<ProjectResource> project) =>
        [.. project.Resource.Annotations.OfType<EndpointAnnotation>().Select(e => (e.Name, e.UriScheme, e.Port, e.Transport, e.TargetHost))];

    /// <summary>A project that exists only as files, with a profile.</summary>
    private IResourceBuilder<ProjectResource> Project(string settings, Action<ProjectResourceOptions>? configure = null)
    {
        _directory.File("appsettings.json", settings);
        Directory.CreateDirectory(Path.Combine(_directory.Path, "Properties"));
        _directory.File("Properties/launchSettings.json", """
            { "profiles": { "web": { "commandName": "Project", "applicationUrl": "http://localhost:5080", "environmentVariables": { "ASPNETCORE_ENVIRONMENT": "Development" } } } }
            """);
        return TestApplication.Create().AddProject("probe", _directory.File("Probe.csproj", "<Project />"), configure ?? (_ => { }));
    }

    /// <summary>The probe's output in a directory of the test's own, with settings.</summary>
    private string Copy(string settings)
    {
        var built = Path.Combine(Path.GetDirectoryName(new Projects.Probe().ProjectPath) ?? "", "bin", BuiltCopy.Configuration, "net10.0");
        BuiltCopy.Of(built, Path.Combine(_directory.Path, "bin", BuiltCopy.Configuration, "net10.0"));
        _directory.File("appsettings.json", settings);
        return _directory.File("Probe.csproj", "<Project />");
    }
}
