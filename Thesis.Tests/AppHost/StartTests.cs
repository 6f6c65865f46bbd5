using System.Net;
using System.Text.Json;
using Aspire.Hosting.Testing;
using Npgsql;

namespace Thesis.AppHost.Tests;

[Collection(GroupedSystemCollection.Name)]
public class GroupedStartTests(GroupedSystem system) : StartTests(system, maxResidentBytes: 1_500_000_000);

[Collection(DistributedSystemCollection.Name)]
public class DistributedStartTests(DistributedSystem system) : StartTests(system, maxResidentBytes: 2_500_000_000)
{
    [Fact]
    public void Each_domain_service_has_a_process_of_its_own() =>
        Assert.Equal(11, system.DomainProcesses.Select(system.ProcessOf).Distinct().Count());
}

/// <summary>What holds in every topology.</summary>
public abstract class StartTests(RunningSystem system, long maxResidentBytes)
{
    [Fact]
    public async Task Every_process_says_that_it_is_ready()
    {
        foreach (var name in system.DomainProcesses.Concat(["optengine", "realtime", "bff"]))
        {
            using var client = system.App.CreateHttpClient(name, "http");
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode);
        }
    }

    [Theory]
    [InlineData("bff", "users", "regions", "notifications", "chat", "donors", "ngos", "donations", "allocation", "orders", "drivers")]
    [InlineData("realtime", "donors", "ngos", "donations", "orders", "drivers", "chat")]
    [InlineData("donations", "donors")]
    [InlineData("drivers", "orders")]
    [InlineData("notifications", "identity")]
    public async Task A_process_finds_each_domain_service_that_it_calls_by_the_service_s_name(string consumer, params string[] services)
    {
        var process = ProcessThatRuns(consumer);
        var running = await system.App.ResourceNotifications.WaitForResourceAsync(process, e => e.Snapshot.StartTimeStamp is not null);
        var variables = running.Snapshot.EnvironmentVariables.ToDictionary(v => v.Name, v => v.Value);
        foreach (var service in services)
        {
            Assert.Equal(system.App.GetEndpoint(ProcessThatRuns(service), "http").ToString().TrimEnd('/'), variables[$"services__{service}__http__0"]);
            Assert.Equal(system.App.GetEndpoint(ProcessThatRuns(service), "grpc").ToString().TrimEnd('/'), variables[$"services__{service}__grpc__0"]);
        }

        string ProcessThatRuns(string name) => system.Resources.Contains(name) ? name : "services";
    }

    [Fact]
    public async Task The_identity_provider_is_the_issuer_that_the_others_trust()
    {
        using var client = system.App.CreateHttpClient("bff", "http");
        using var configuration = JsonDocument.Parse(await client.GetStringAsync(new Uri("/.well-known/openid-configuration", UriKind.Relative)));

        Assert.Equal(client.BaseAddress?.ToString(), configuration.RootElement.GetProperty("issuer").GetString());
    }

    [Fact]
    public async Task The_public_door_sends_who_is_not_signed_in_to_the_identity_provider()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = system.App.GetEndpoint("bff", "http") };
        client.DefaultRequestHeaders.Add("X-CSRF", "1");

        var user = await client.GetAsync(new Uri("/bff/user", UriKind.Relative));
        var login = await client.GetAsync(new Uri("/bff/login", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, user.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, login.StatusCode);
        Assert.Equal(system.App.GetEndpoint("bff", "http").Authority, login.Headers.Location?.Authority);
    }

    [Fact]
    public async Task Each_service_owns_a_schema_of_its_name()
    {
        await using var database = NpgsqlDataSource.Create($"{await system.App.GetConnectionStringAsync("thesisdb")};Pooling=false");
        await using var command = database.CreateCommand("SELECT nspname::text FROM pg_namespace");
        var schemas = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                schemas.Add(reader.GetString(0));
            }
        }

        Assert.Superset(new HashSet<string> { "identity", "users", "regions", "notifications", "chat", "donors", "ngos", "donations", "allocation", "orders", "drivers" }, schemas.ToHashSet());
    }

    [Fact]
    public void All_processes_together_stay_small()
    {
        var resident = ResidentBytes(system);

        Assert.True(resident <= maxResidentBytes, $"The processes hold {resident / 1_000_000} MB.");
    }

    /// <summary>What the resources' processes hold, without those pages that they share; of the test process nothing.</summary>
    private static long ResidentBytes(RunningSystem system)
    {
        var roots = system.Resources.Where(r => r != "thesisdb").Select(system.ProcessOf).ToHashSet();
        return Directory.EnumerateDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), out var id) ? id : 0)
            .Where(id => id > 0 && (roots.Contains(id) || roots.Contains(ParentOf(id))))
            .Sum(ProportionalBytes);
    }

    private static int ParentOf(int id) => Field($"/proc/{id}/status", "PPid:");

    private static long ProportionalBytes(int id) => Field($"/proc/{id}/smaps_rollup", "Pss:") * 1024L;

    private static int Field(string path, string name)
    {
        try
        {
            var line = File.ReadLines(path).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : int.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // The process ended meanwhile.
            return 0;
        }
    }
}
