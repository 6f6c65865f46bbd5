using Microsoft.Extensions.Hosting;
using Thesis.ServiceDefaults.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.Migrations;

public sealed class MigrationTests
{
    private const string Scripts = "Thesis.ServiceDefaults.Tests.Migrations.Scripts";

    [Fact]
    public async Task A_schema_gets_its_common_tables_and_its_own_scripts_once()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        for (var start = 0; start < 2; start++)
        {
            using var host = Create(database, "Good");
            await host.StartAsync();
            await host.StopAsync();
        }

        using var reader = Create(database, "Good");
        Assert.Equal(1L, await reader.QueryAsync<long>("SELECT count(*) FROM things.thing"));
        Assert.Equal(6L, await reader.QueryAsync<long>(
            """
            SELECT count(*) FROM pg_tables WHERE schemaname = 'things'
            AND tablename IN ('outbox', 'inbox', 'dead_letters', 'jobs', 'idempotency', 'audit')
            """));
        Assert.Equal("things", await reader.QueryAsync<string>(
            "SELECT schemaname::text FROM pg_publication_tables WHERE pubname = 'thesis_outbox' AND tablename = 'outbox'"));
    }

    [Fact]
    public async Task Processes_that_start_together_apply_each_script_once()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var hosts = Enumerable.Range(0, 6).Select(_ => Create(database, "Good")).ToArray();

        await Task.WhenAll(hosts.Select(h => h.StartAsync()));

        Assert.Equal(1L, await hosts[0].QueryAsync<long>("SELECT count(*) FROM things.thing"));
        await Task.WhenAll(hosts.Select(h => h.StopAsync()));
        Array.ForEach(hosts, h => h.Dispose());
    }

    [Fact]
    public async Task An_applied_script_that_changed_stops_the_start_and_says_so()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using (var first = Create(database, "Good"))
        {
            await first.StartAsync();
            await first.StopAsync();
        }

        using var changed = Create(database, "Changed");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => changed.StartAsync());

        Assert.Contains("things: an applied script has changed", error.Message, StringComparison.Ordinal);
        Assert.Contains("001_thing.sql", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_script_that_fails_leaves_nothing_behind_and_is_named()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var host = Create(database, "Gap");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());

        Assert.Contains("things: Error executing script: 001_broken.sql", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        using var reader = Create(database, "Gap");
        Assert.True(await reader.QueryAsync<bool>("SELECT to_regclass('things.half') IS NULL"));
    }

    [Fact]
    public async Task Processes_that_find_no_database_make_it_together()
    {
        var existing = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var missing = new Npgsql.NpgsqlConnectionStringBuilder(existing) { Database = $"missing_{Guid.NewGuid():N}" }.ConnectionString;
        var hosts = Enumerable.Range(0, 3).Select(_ => Create(missing, "Good")).ToArray();

        await Task.WhenAll(hosts.Select(h => h.StartAsync()));

        Assert.Equal(1L, await hosts[0].QueryAsync<long>("SELECT count(*) FROM things.thing"));
        await Task.WhenAll(hosts.Select(h => h.StopAsync()));
        Array.ForEach(hosts, h => h.Dispose());
    }

    [Fact]
    public async Task The_migrate_command_brings_the_database_up_to_date_without_starting_anything()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var host = Create(database, "Good");

        Assert.Equal(0, await MigrateCommand.RunAsync(host.Services, TextWriter.Null));

        Assert.Equal(1L, await host.QueryAsync<long>("SELECT count(*) FROM things.thing"));
        Assert.True(MigrateCommand.IsAskedFor(["migrate", "--service", "all"]));
        Assert.False(MigrateCommand.IsAskedFor(["--service", "migrate"]));
    }

    [Fact]
    public async Task The_migrate_command_says_in_one_line_what_stands_in_the_way()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var host = Create(database, "Gap");
        using var errors = new StringWriter();

        Assert.Equal(1, await MigrateCommand.RunAsync(host.Services, errors));

        Assert.Contains("001_broken.sql", Assert.Single(errors.ToString().Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_comes_late_with_a_lower_number_is_applied_all_the_same()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var host = Create(database, "Good");
        await host.StartAsync();
        await host.ExecuteAsync("DELETE FROM things.changelog WHERE name LIKE 'common/%'; ALTER PUBLICATION thesis_outbox DROP TABLE things.outbox");
        await host.ExecuteAsync("DROP TABLE things.outbox, things.inbox, things.dead_letters, things.jobs, things.idempotency, things.audit CASCADE");

        using var next = Create(database, "Good");
        await next.StartAsync();

        Assert.True(await next.QueryAsync<bool>("SELECT to_regclass('things.outbox') IS NOT NULL"));
    }

    [Fact]
    public async Task A_database_from_before_the_changelog_keeps_its_data_and_gets_only_what_is_new()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var old = Create(database, "Good");
        await old.StartAsync();
        foreach (var schema in (string[])["eventlog", "things"])
        {
            await old.ExecuteAsync($"CREATE TABLE {schema}.migrations AS SELECT name::text FROM {schema}.changelog WHERE type = 0 AND name <> '002_rows.sql'; DROP TABLE {schema}.changelog");
        }

        await old.ExecuteAsync("DELETE FROM things.thing; DROP FUNCTION things.one"); // As if 002_rows.sql were still to come.
        using var next = Create(database, "Good");
        await next.StartAsync();

        Assert.Equal(1L, await next.QueryAsync<long>("SELECT count(*) FROM things.thing"));
        Assert.True(await next.QueryAsync<bool>("SELECT to_regclass('things.migrations') IS NULL"));
        Assert.Equal(await next.QueryAsync<long>("SELECT count(DISTINCT name) FROM things.changelog WHERE type = 0"), await next.QueryAsync<long>("SELECT count(*) FROM things.changelog WHERE type = 0"));
    }

    private static IHost Create(string database, string scripts) => TestHost.Create(
        database, b => b.AddMigrations("things", typeof(MigrationTests).Assembly, $"{Scripts}.{scripts}"));
}
