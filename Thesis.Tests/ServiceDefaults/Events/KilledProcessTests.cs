using System.Diagnostics;
using Thesis.Contracts.Common.V1;
using Thesis.ServiceDefaults.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.Events;

public sealed class KilledProcessTests
{
    [Fact]
    public async Task What_a_killed_process_was_at_is_done_once_by_another()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var relay = EventHosts.Create(database);
        await relay.StartAsync();
        await using var child = ChildProcess.Start(EventHosts.Named(database, "child"));
        await Probe.UntilAsync(
            async () => await relay.QueryAsync<long>("""SELECT count(*) FROM eventlog.group_offsets""") == 8, "the child to have both groups");
        await relay.PublishAsync(1, "x", "y");
        await Probe.UntilAsync(
            async () => await relay.QueryAsync<long>("SELECT count(*) FROM things.jobs WHERE attempts = 1") == 2, "the child to be at both jobs");
        await Probe.UntilAsync(
            async () => await relay.QueryAsync<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'child' AND state = 'idle in transaction'") == 1,
            "the child to be in the handler");
        var journal = new Journal();
        using var survivor = EventHosts.Create(database, journal, relay: false, configure: b =>
            b.AddEventConsumer("workers", "things", c => c.OnJob<Place, string, CopyJob>(EventHosts.Topic, 4)));
        await survivor.StartAsync();

        var killed = Stopwatch.GetTimestamp();
        await child.KillAsync();
        await Probe.UntilAsync(
            async () => await relay.QueryAsync<string>("SELECT string_agg(text, ' ' ORDER BY text) FROM things.effects") == "job x job y x y",
            "each event and each job to be done once");

        Assert.InRange(Stopwatch.GetElapsedTime(killed), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        await Probe.UntilAsync(async () => await relay.QueryAsync<long>("SELECT count(*) FROM things.jobs") == 0, "an empty queue");
        await Task.WhenAll(survivor.StopAsync(), relay.StopAsync());
    }

    private sealed class CopyJob : IEventJob<Place, string>
    {
        public Task<string> ExecuteAsync(Place message, JobContext context, CancellationToken cancellationToken) =>
            Task.FromResult($"job {message.Address}");

        public async Task CommitAsync(string result, EventContext context, CancellationToken cancellationToken)
        {
            await using var insert = context.Command.Command("INSERT INTO things.effects VALUES ($1, $2)");
            insert.Parameters.Add(new() { Value = context.EventId });
            insert.Parameters.Add(new() { Value = result });
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
