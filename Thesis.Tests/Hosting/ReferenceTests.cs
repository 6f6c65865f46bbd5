using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

public class ReferenceTests
{
    [Fact]
    public async Task A_connection_reference_gives_the_string_and_each_of_its_parts()
    {
        await using var builder = TestApplication.Create("--ConnectionStrings:ledger=Host=far");
        var password = builder.AddParameter("secret", "p@ss/word");
        var server = builder.AddPostgres("pg", password: password, port: 5999).WithEndpoint("tcp", e => e.IsProxied = false).WithExplicitStart();
        var database = server.AddDatabase("thesis-db", "thesis");
        builder.AddExecutable("consumer", "true", ".").WithReference(database).WithReference(builder.AddConnectionString("ledger"), "books");

        await using var app = await builder.StartAsync();
        var variables = await app.EnvironmentOfAsync("consumer");

        Assert.Equal(
            [
                "ConnectionStrings__books=Host=far",
                "ConnectionStrings__thesis-db=Host=localhost;Port=5999;Username=postgres;Password=p@ss/word;Database=thesis",
                "ConnectionStrings__thesis_db=Host=localhost;Port=5999;Username=postgres;Password=p@ss/word;Database=thesis",
                "THESIS_DB_DATABASENAME=thesis",
                "THESIS_DB_HOST=localhost",
                "THESIS_DB_JDBCCONNECTIONSTRING=jdbc:postgresql://localhost:5999/thesis",
                "THESIS_DB_PASSWORD=p@ss/word",
                "THESIS_DB_PORT=5999",
                "THESIS_DB_URI=postgresql://postgres:p%40ss%2Fword@localhost:5999/thesis",
                "THESIS_DB_USERNAME=postgres",
            ],
            variables.Select(v => $"{v.Key}={v.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_service_reference_gives_every_endpoint_under_the_services_name()
    {
        await using var builder = TestApplication.Create();
        var api = builder.AddProject<Projects.Probe>("my-api").WithExplicitStart()
            .WithHttpEndpoint(port: 5001, isProxied: false)
            .WithHttpsEndpoint(port: 5002, isProxied: false)
            .WithHttpEndpoint(port: 5003, name: "admin", isProxied: false)
            .WithHttpEndpoint(port: 5004, name: "hidden", isProxied: false)
            .WithEndpoint("hidden", e => e.ExcludeReferenceEndpoint = true);
        builder.AddExecutable("consumer", "true", ".").WithReference(api);

        await using var app = await builder.StartAsync();
        var variables = await app.EnvironmentOfAsync("consumer");

        Assert.Equal(
            [
                "MY_API_ADMIN=http://localhost:5003",
                "MY_API_HTTP=http://localhost:5001",
                "MY_API_HTTPS=https://localhost:5002",
                "services__my-api__admin__0=http://localhost:5003",
                "services__my-api__http__0=http://localhost:5001",
                "services__my-api__https__0=https://localhost:5002",
            ],
            variables.Select(v => $"{v.Key}={v.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_service_is_known_by_the_name_it_was_given_first()
    {
        await using var builder = TestApplication.Create();
        var all = builder.AddProject<Projects.Probe>("all").WithExplicitStart()
            .WithHttpEndpoint(port: 5001, isProxied: false)
            .WithHttpEndpoint(port: 5002, name: "grpc", isProxied: false);
        builder.AddExecutable("consumer", "true", ".")
            .WithReference(all, "orders").WithReference(all, "donations").WithReference(all.GetEndpoint("grpc"))
            .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ServiceDiscovery);

        await using var app = await builder.StartAsync();
        var variables = await app.EnvironmentOfAsync("consumer");

        Assert.Equal(
            [
                "services__orders__grpc__0=http://localhost:5002",
                "services__orders__http__0=http://localhost:5001",
            ],
            variables.Select(v => $"{v.Key}={v.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Addresses_outside_the_application_are_references_too()
    {
        await using var builder = TestApplication.Create("--Parameters:maps-url=https://maps.example/v1");
        var mail = builder.AddExternalService("mail", "https://mail.example/");
        var maps = builder.AddExternalService("maps", builder.AddParameter("maps-url"));
        builder.AddExecutable("consumer", "true", ".").WithReference("weather", new Uri("https://weather.example/")).WithReference(mail).WithReference(maps);

        await using var app = await builder.StartAsync();
        var variables = await app.EnvironmentOfAsync("consumer");

        Assert.Equal(
            [
                "MAIL=https://mail.example/",
                "MAPS_HTTPS=https://maps.example/v1",
                "services__mail__https__0=https://mail.example/",
                "services__maps__https__0=https://maps.example/v1",
                "services__weather__default__0=https://weather.example/",
                "weather=https://weather.example/",
            ],
            variables.Select(v => $"{v.Key}={v.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_connection_string_that_is_missing_fails_who_needs_it_and_not_who_can_do_without()
    {
        await using var builder = TestApplication.Create();
        var missing = builder.AddConnectionString("ledger");
        builder.AddExecutable("needs", "true", ".").WithReference(missing);
        builder.AddExecutable("likes", "true", ".").WithReference(missing, optional: true);

        await using var app = await builder.StartAsync();

        Assert.Contains("ConnectionStrings:ledger", await app.FaultOfAsync("needs"), StringComparison.Ordinal);
        Assert.Equal(0, (await app.UntilAsync("likes", KnownResourceStates.Finished)).Snapshot.ExitCode);
    }
}
