using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Contracts.Common.V1;
using Thesis.ServiceDefaults.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.Commands;

public sealed class CommandContextTests
{
    [Fact]
    public async Task State_events_and_audit_are_written_together_or_not_at_all()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var host = EventHosts.Create(database, relay: false);
        await host.StartAsync();
        foreach (var commit in new[] { false, true })
        {
            await using var scope = host.Services.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<CommandContext>();
            await context.OpenAsync("things", new Actor("user-donor1", new HashSet<string>(["donor"])), default);
            await using var insert = context.Command("INSERT INTO things.effects VALUES (1, 'state')");
            await insert.ExecuteNonQueryAsync();
            context.Publish("thing.happened", 1, new Place { Address = "event" });
            context.Audit("thing.changed", "don_1", new { KgBefore = 1, KgAfter = 2 });
            if (commit)
            {
                await context.CommitAsync(default);
            }
        }

        const string counts =
            "SELECT (SELECT count(*) FROM things.effects) || ' ' || (SELECT count(*) FROM things.outbox) || ' ' || (SELECT count(*) FROM things.audit)";
        Assert.Equal("1 1 1", await host.QueryAsync<string>(counts));
        Assert.Equal(
            "user-donor1 thing.changed don_1 {\"kgAfter\": 2, \"kgBefore\": 1}",
            await host.QueryAsync<string>("SELECT concat_ws(' ', actor, action, entity_id, details) FROM things.audit"));
        await host.StopAsync();
    }

    [Fact]
    public async Task The_commands_trace_goes_through_the_audit_and_the_event_to_the_handler()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var journal = new Journal();
        using var host = EventHosts.Create(database, journal);
        await host.StartAsync();
        using var activity = new Activity("command").SetIdFormat(ActivityIdFormat.W3C).Start();

        await host.PublishAsync(1, "traced");
        await Probe.UntilAsync(() => journal.Count == 1, "the event");

        Assert.Equal(activity.TraceId.ToHexString(), journal.Events.First().Trace);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_context_that_is_not_open_says_how_to_open_it()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var host = EventHosts.Create(database, relay: false);
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<CommandContext>();

        var error = Assert.Throws<InvalidOperationException>(() => context.Command("SELECT 1"));

        Assert.Contains("AsCommand", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Things")]
    [InlineData("things; DROP TABLE x")]
    [InlineData("1things")]
    public void A_schema_name_that_would_need_quoting_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => SchemaName.Check(name));
}
