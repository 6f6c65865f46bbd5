using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Thesis.Contracts.Common.V1;
using Thesis.ServiceDefaults.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.Events;

public sealed class JobTests
{
    private const string CountEffects = "SELECT count(*) FROM things.effects";

    [Fact]
    public async Task Jobs_run_side_by_side_up_to_the_limit_and_a_slow_one_blocks_no_other()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var bench = new Workbench();
        var slow = new TaskCompletionSource();
        bench.OnExecute = (text, _) => text == "slow" ? slow.Task : Task.CompletedTask;
        using var host = Create(database, bench, maxConcurrency: 2);
        await host.StartAsync();

        await host.PublishAsync(1, ["slow", .. Enumerable.Range(0, 12).Select(i => $"{i}")]);
        await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountEffects) == 12, "the quick jobs");
        slow.SetResult();
        await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountEffects) == 13, "the slow job");

        Assert.Equal(2, bench.MostAtOnce);
        Assert.Equal(13, bench.Started.Count);
        await Probe.UntilAsync(async () => await host.QueryAsync<long>("SELECT count(*) FROM things.jobs") == 0, "an empty queue");
        await host.StopAsync();
    }

    [Fact]
    public async Task A_job_of_a_cut_off_process_is_taken_over_and_committed_once()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var (first, second) = (new Workbench(), new Workbench());
        var release = new TaskCompletionSource();
        first.OnExecute = (_, _) => release.Task;
        using var relay = EventHosts.Create(database);
        using var a = Create(EventHosts.Named(database, "a"), first, relay: false);
        using var b = Create(EventHosts.Named(database, "b"), second, relay: false);
        await relay.StartAsync();
        await a.StartAsync();
        await relay.PublishAsync(1, "x");
        await Probe.UntilAsync(() => first.Started.Count == 1, "the job at a");

        await b.StartAsync();
        await relay.BreakSessionAsync("a");
        await Probe.UntilAsync(async () => await relay.QueryAsync<long>(CountEffects) == 1, "the effect by b");
        release.SetResult();
        await Task.WhenAll(a.StopAsync(), b.StopAsync(), relay.StopAsync());

        Assert.Equal(["x"], second.Started);
        Assert.Equal(1, await relay.QueryAsync<long>(CountEffects));
    }

    [Fact]
    public async Task A_result_is_dropped_when_another_process_has_committed_the_job()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var release = new TaskCompletionSource();
        var bench = new Workbench { OnExecute = (text, _) => text == "x" ? release.Task : Task.CompletedTask };
        using var host = Create(database, bench);
        await host.StartAsync();
        await host.PublishAsync(1, "x");
        await Probe.UntilAsync(() => bench.Started.Count == 1, "the job");

        await host.ExecuteAsync("DELETE FROM things.jobs"); // As the other's commit does.
        release.SetResult();
        await host.PublishAsync(1, "y");
        await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountEffects) > 0, "the next job's effect");

        Assert.Equal("y", await host.QueryAsync<string>("SELECT string_agg(text, ' ') FROM things.effects"));
        Assert.Equal(0, await host.QueryAsync<long>("SELECT count(*) FROM things.dead_letters"));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_job_that_keeps_failing_is_set_aside_and_can_be_replayed()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var cured = false;
        var bench = new Workbench { OnExecute = (_, _) => cured ? Task.CompletedTask : throw new InvalidOperationException("no solution") };
        using var host = Create(database, bench);
        await host.StartAsync();
        var letters = host.Services.GetRequiredService<DeadLetters>();

        await host.PublishAsync(1, "x");
        await Probe.UntilAsync(async () => (await letters.ListAsync("things")).Count == 1, "the dead letter");
        Assert.Contains("no solution", Assert.Single(await letters.ListAsync("things")).Reason, StringComparison.Ordinal);
        Assert.Equal(5, bench.Started.Count);

        cured = true;
        await letters.ReplayAsync("things", "workers");
        await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountEffects) == 1, "the effect");
        await host.StopAsync();
    }

    [Fact]
    public async Task A_job_whose_starts_never_end_is_set_aside()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var bench = new Workbench { OnExecute = (_, _) => throw new InvalidOperationException("must not run") };
        using var host = Create(database, bench);
        await host.StartAsync();

        await host.ExecuteAsync(
            $"""
            INSERT INTO things.jobs (consumer_group, topic, partition, "offset", event_id, committed_at, attempts, envelope)
            VALUES ('workers', '{EventHosts.Topic}', 0, 0, 1, now(), 5, '')
            """);
        await Probe.UntilAsync(async () => await host.QueryAsync<long>("SELECT count(*) FROM things.dead_letters") == 1, "the dead letter");

        Assert.Empty(bench.Started);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_free_worker_finds_the_oldest_free_job_behind_many_that_are_held_elsewhere()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var bench = new Workbench();
        using var host = Create(database, bench);
        using (var migrated = EventHosts.Create(database, relay: false))
        {
            await migrated.StartAsync();
            await migrated.StopAsync();
        }
        await using var other = new NpgsqlConnection($"{database};Pooling=false");
        await other.OpenAsync();
        await using (var hold = new NpgsqlCommand(
            $"""
            INSERT INTO things.jobs (consumer_group, topic, partition, "offset", event_id, committed_at, envelope)
            SELECT 'workers', '{EventHosts.Topic}', 0, n, n, now(), '' FROM generate_series(1000, 1199) n;
            SELECT pg_advisory_lock((hashtext('things.jobs')::bigint << 32) | (id & 4294967295)) FROM things.jobs;
            """,
            other))
        {
            await hold.ExecuteNonQueryAsync();
        }

        await host.StartAsync();
        await host.PublishAsync(1, "a", "b");
        await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountEffects) == 2, "the free jobs");

        Assert.Equal(["a", "b"], bench.Started);
        Assert.Equal(200, await host.QueryAsync<long>("SELECT count(*) FROM things.jobs WHERE attempts = 0"));
        await other.CloseAsync();
        await host.StopAsync();
    }

    private static IHost Create(string database, Workbench bench, int maxConcurrency = 1, bool relay = true) => EventHosts.Create(
        database, relay: relay, configure: b =>
        {
            b.Services.AddSingleton(bench);
            b.AddEventConsumer("workers", "things", c => c.OnJob<Place, string, BenchJob>(EventHosts.Topic, maxConcurrency));
        });

    private sealed class Workbench
    {
        private int _now;
        private int _most;

        public ConcurrentQueue<string> Started { get; } = new();

        public Func<string, JobContext, Task> OnExecute { get; set; } = (_, _) => Task.CompletedTask;

        public int MostAtOnce => _most;

        public async Task RunAsync(string text, JobContext context)
        {
            Started.Enqueue(text);
            var now = Interlocked.Increment(ref _now);
            for (var most = _most; most < now; most = _most)
            {
                Interlocked.CompareExchange(ref _most, now, most);
            }
            try
            {
                await OnExecute(text, context);
            }
            finally
            {
                Interlocked.Decrement(ref _now);
            }
        }
    }

    private sealed class BenchJob(Workbench bench) : IEventJob<Place, string>
    {
        public async Task<string> ExecuteAsync(Place message, JobContext context, CancellationToken cancellationToken)
        {
            await bench.RunAsync(message.Address, context);
            return message.Address;
        }

        public async Task CommitAsync(string result, EventContext context, CancellationToken cancellationToken)
        {
            await using var insert = context.Command.Command("INSERT INTO things.effects (event_id, text) VALUES ($1, $2)");
            insert.Parameters.Add(new() { Value = context.EventId });
            insert.Parameters.Add(new() { Value = result });
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
