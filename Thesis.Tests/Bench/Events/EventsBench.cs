using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Thesis.Contracts.Common.V1;
using Thesis.ServiceDefaults;
using Thesis.Tests.Support;

namespace Thesis.Bench.Events;

/// <summary>An event's way from the commit through outbox, relay and log to a handler's transaction, in one process.</summary>
internal static class EventsBench
{
    private const string Topic = "bench.happened";
    private const int LatencyEvents = 400;
    private const int ThroughputEvents = 20_000;
    private const int PerCommand = 20;
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(3); // The compiler's second tier, the autovacuum.

    public static async Task<Report> RunAsync()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        var arrivals = new Arrivals();
        using var host = CreateHost(database, arrivals);
        await host.StartAsync();
        await MeasureLatencyAsync(host, arrivals, 100); // Warms up.
        var latencies = await MeasureLatencyAsync(host, arrivals, LatencyEvents);
        var cpu = new CpuClock(database);
        var idle = await MeasureIdleAsync(cpu);
        var (ours, servers) = await MeasureWorkAsync(host, arrivals, cpu);
        await host.StopAsync();
        return new Report(
            "events",
            $"Latency: {LatencyEvents} commands of one event each, 15 ms apart, from the return of the commit to the start of the handler. "
            + $"Work: {ThroughputEvents} events of 20 a command, each of which inserts a row; those that wait together share a transaction.",
            [
                new Figure("commit to handler, p50", Percentile(latencies, 0.5), "ms", 10, "lower"),
                new Figure("commit to handler, p95", Percentile(latencies, 0.95), "ms", 20, "lower"),
                new Figure("commit to handler, p99", Percentile(latencies, 0.99), "ms", 50, "lower"),
                new Figure("idle, process and server together", idle * 100, "% of a core", 2, "lower"),
                new Figure("events handled per CPU second of the process", ThroughputEvents / ours.TotalSeconds, "1/s", 1_000, "higher"),
                new Figure("events handled per CPU second of the server", ThroughputEvents / servers.TotalSeconds, "1/s", 1_000, "higher"),
            ]);
    }

    private static IHost CreateHost(string database, Arrivals arrivals)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:thesisdb", database)]);
        builder.Services.AddSingleton(arrivals).AddSingleton<IIdGenerator>(new IdGenerator(TimeProvider.System, 1));
        builder.AddThesisDatabase("thesisdb");
        builder.AddMigrations("bench", typeof(EventsBench).Assembly, "Thesis.Bench.Events.Migrations");
        builder.AddOutboxRelay();
        builder.AddEventConsumer("bench", "bench", c => c.On<Place, ArrivalHandler>(Topic));
        return builder.Build();
    }

    private static async Task<double[]> MeasureLatencyAsync(IHost host, Arrivals arrivals, int count)
    {
        var latencies = new double[count];
        for (var i = 0; i < count; i++)
        {
            var arrival = arrivals.Expect(1);
            await PublishAsync(host, i, 1);
            var committed = Stopwatch.GetTimestamp();
            latencies[i] = Math.Max(0, Stopwatch.GetElapsedTime(committed, await arrival).TotalMilliseconds);
            await Task.Delay(15);
        }
        return latencies;
    }

    private static async Task<double> MeasureIdleAsync(CpuClock cpu)
    {
        await Task.Delay(SettleTime);
        var before = cpu.Read();
        await Task.Delay(IdleTime);
        var after = cpu.Read();
        return (after.Process - before.Process + after.Server - before.Server) / IdleTime;
    }

    private static async Task<(TimeSpan Process, TimeSpan Server)> MeasureWorkAsync(IHost host, Arrivals arrivals, CpuClock cpu)
    {
        var before = cpu.Read();
        var last = arrivals.Expect(ThroughputEvents);
        await Parallel.ForAsync(0, ThroughputEvents / PerCommand, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) =>
            await PublishAsync(host, i, PerCommand));
        await last;
        var after = cpu.Read();
        return (after.Process - before.Process, after.Server - before.Server);
    }

    private static async Task PublishAsync(IHost host, long key, int count)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var command = scope.ServiceProvider.GetRequiredService<CommandContext>();
        await command.OpenAsync("bench", Actor.System("bench"), default);
        for (var i = 0; i < count; i++)
        {
            command.Publish(Topic, key + i, new Place { Address = "somewhere", Latitude = 34, Longitude = -118 });
        }
        await command.CommitAsync(default);
    }

    private static double Percentile(double[] values, double share) => values.Order().ElementAt((int)(values.Length * share));

    /// <summary>Tells when the expected number of events has arrived.</summary>
    private sealed class Arrivals
    {
        private TaskCompletionSource<long> _all = new();
        private int _left;

        public Task<long> Expect(int count)
        {
            _all = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _left, count);
            return _all.Task;
        }

        public void Add(long timestamp)
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                _all.TrySetResult(timestamp);
            }
        }
    }

    private sealed class ArrivalHandler(Arrivals arrivals) : IEventHandler<Place>
    {
        public async Task HandleAsync(Place message, EventContext context, CancellationToken cancellationToken)
        {
            var arrived = Stopwatch.GetTimestamp();
            await using var insert = context.Command.Command("INSERT INTO bench.effects VALUES ($1)");
            insert.Parameters.Add(new() { Value = context.EventId });
            await insert.ExecuteNonQueryAsync(cancellationToken);
            arrivals.Add(arrived);
        }
    }
}
