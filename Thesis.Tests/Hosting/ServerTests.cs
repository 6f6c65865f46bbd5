using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Thesis.Hosting.Orchestration;
using Thesis.Hosting.Processes;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

/// <summary>Real PostgreSQL and Redis servers.</summary>
public class ServerTests
{
    [Fact]
    public async Task PostgreSQL_starts_with_its_databases_and_logical_replication()
    {
        await using var builder = TestApplication.Create();
        var server = builder.AddPostgres("pg");
        server.AddDatabase("thesisdb");
        server.AddDatabase("scripted", "by-script").WithCreationScript("CREATE DATABASE \"by-script\" TEMPLATE template0");

        await using var app = await builder.StartAsync();
        await app.UntilHealthyAsync("thesisdb");
        await app.UntilHealthyAsync("scripted");
        var connectionString = await app.GetConnectionStringAsync("thesisdb");

        Assert.Equal("logical", await ScalarAsync(connectionString, "SHOW wal_level"));
        Assert.Equal("200", await ScalarAsync(connectionString, "SHOW max_connections"));
        Assert.Equal("off", await ScalarAsync(connectionString, "SHOW fsync"));
        Assert.Equal("scram-sha-256", await ScalarAsync(connectionString, "SELECT DISTINCT auth_method FROM pg_hba_file_rules"));
        Assert.Equal("by-script", await ScalarAsync(await app.GetConnectionStringAsync("scripted"), "SELECT current_database()"));
    }

    [Fact]
    public async Task Redis_starts_with_a_password()
    {
        await using var builder = TestApplication.Create();
        var cache = builder.AddRedis("cache");
        builder.AddExecutable("client", "redis-cli", ".").WithArgs("-p", cache.Resource.Port, "ping").WithExplicitStart();

        await using var app = await builder.StartAsync();
        await app.UntilHealthyAsync("cache");
        var connectionString = await app.GetConnectionStringAsync("cache");
        await app.ResourceCommands.ExecuteCommandAsync("client", KnownResourceCommands.StartCommand);
        await app.UntilAsync("client", KnownResourceStates.Finished);

        Assert.Matches("^localhost:[0-9]+,password=[A-Za-z0-9]{22}$", connectionString);
        Assert.Contains(await app.LinesOfAsync("client"), l => l.StartsWith("NOAUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_secret_stands_on_a_command_line()
    {
        await using var builder = TestApplication.Create();
        var secret = $"s3cret{Guid.NewGuid():N}";
        var password = builder.AddParameter("password", secret, secret: true);
        var cache = builder.AddRedis("cache", password: password);
        var server = builder.AddPostgres("pg", password: password);

        var seen = new List<string>();
        using var watching = new CancellationTokenSource();
        var watch = Task.Run(() =>
        {
            while (!watching.IsCancellationRequested)
            {
                seen.AddRange(ProcessTable.All().Select(ProcessTable.CommandLine).OfType<string>().Where(l => l.Contains(secret, StringComparison.Ordinal)));
            }
        });
        await using var app = await builder.StartAsync();
        await app.UntilHealthyAsync("pg");
        await app.UntilHealthyAsync("cache");
        await watching.CancelAsync();
        await watch;

        Assert.Empty(seen);

        // Servers overwrite their command lines soon after they start: what they are started with counts.
        foreach (var resource in (IResource[])[cache.Resource, server.Resource])
        {
            var context = new NativeProcessContext(app.Services, NullLogger.Instance, [], new Dictionary<string, string>());
            var specification = await resource.Annotations.OfType<NativeProcessAnnotation>().Single().Plan(context, Deadline.Token);
            Assert.DoesNotContain(specification.Arguments, a => a.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Data_and_its_credential_outlive_a_run_and_a_new_password_is_taken_over()
    {
        using var state = new TemporaryDirectory();
        async Task<string?> RunAsync(string password, string sql)
        {
            await using var builder = TestApplication.CreatePersistent(state.Path, $"--Parameters:pw={password}");
            builder.AddPostgres("pg", password: builder.AddParameter("pw", secret: true)).WithDataVolume().AddDatabase("db");
            await using var app = await builder.StartAsync();
            await app.UntilHealthyAsync("db");
            return await ScalarAsync(await app.GetConnectionStringAsync("db"), sql);
        }

        await RunAsync("first", "CREATE TABLE kept AS SELECT 'bread' AS food");

        Assert.Equal("bread", await RunAsync("it's-second", "SELECT food FROM kept"));
        Assert.Equal("on", await RunAsync("it's-second", "SHOW fsync"));
    }

    [Fact]
    public async Task Scripts_run_once_on_new_data()
    {
        using var state = new TemporaryDirectory();
        using var scripts = new TemporaryDirectory();
        scripts.File("1-table.sql", "CREATE TABLE runs (at timestamptz)");
        scripts.File("2-row.sql", "INSERT INTO runs VALUES (now())");
        async Task<string?> RunAsync()
        {
            await using var builder = TestApplication.CreatePersistent(state.Path);
            builder.AddPostgres("pg").WithDataVolume().WithInitFiles(scripts.Path);
            await using var app = await builder.StartAsync();
            await app.UntilHealthyAsync("pg");
            return await ScalarAsync($"{await app.GetConnectionStringAsync("pg")};Database=postgres", "SELECT count(*)::text FROM runs");
        }

        Assert.Equal("1", await RunAsync());
        Assert.Equal("1", await RunAsync());
    }

    private static async Task<string?> ScalarAsync(string? connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create($"{connectionString};Pooling=false");
        await using var command = source.CreateCommand(sql);
        return (string?)await command.ExecuteScalarAsync();
    }
}
