using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Thesis.Contracts.Common.V1;

namespace Thesis.ServiceDefaults.Tests.Support;

/// <summary>What the handlers of a test saw, shared by all hosts of the test.</summary>
internal sealed class Journal
{
    public ConcurrentQueue<Seen> Events { get; } = new();

    /// <summary>Runs inside the handler, before it returns; may throw.</summary>
    public Func<Seen, EventContext, Task> OnHandled { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs last in the handler, with its token.</summary>
    public Func<CancellationToken, Task> Holds { get; set; } = _ => Task.CompletedTask;

    public int Count => Events.Count;
}

/// <summary>An event that a handler saw.</summary>
internal sealed record Seen(string Group, string Text, string Key, int Partition, long Offset, DateTimeOffset CommittedAt, string Trace);

/// <summary>Writes what it sees to the journal and, in its transaction, to <c>things.effects</c>.</summary>
internal sealed class JournalHandler(Journal journal, CommandContext command) : IEventHandler<Place>
{
    public async Task HandleAsync(Place message, EventContext context, CancellationToken cancellationToken)
    {
        var seen = new Seen(
            context.Command.Actor.Subject, message.Address, context.Key, context.Partition, context.Offset, context.CommittedAt,
            System.Diagnostics.Activity.Current?.TraceId.ToHexString() ?? "");
        await using var insert = command.Command("INSERT INTO things.effects (event_id, text) VALUES ($1, $2)");
        insert.Parameters.Add(new() { Value = context.EventId });
        insert.Parameters.Add(new() { Value = message.Address });
        await insert.ExecuteNonQueryAsync(cancellationToken);
        journal.Events.Enqueue(seen);
        await journal.OnHandled(seen, context);
        await journal.Holds(cancellationToken);
    }
}

/// <summary>Processes with the schema <c>things</c>, a relay and a consumer group.</summary>
internal static class EventHosts
{
    /// <summary>Names a host's connections, so that a test can break them.</summary>
    public static string Named(string database, string name) => $"{database};Application Name={name}";

    /// <summary>Breaks the connection that holds a host's place in its groups, as if the process had died.</summary>
    public static Task BreakSessionAsync(this IHost host, string name) => Probe.UntilAsync(
        async () => await host.QueryAsync<long>($"""
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity a WHERE application_name = '{name}' AND EXISTS (
                SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory' AND l.classid = {0x7300_0000})
            """) > 0,
        $"a session of {name} to break");

    public const string Topic = "thing.happened";

    public static IHost Create(
        string database, Journal? journal = null, Action<EventLogOptions>? options = null, bool relay = true,
        string? group = "readers", Action<IHostApplicationBuilder>? configure = null,
        IEnumerable<KeyValuePair<string, string?>>? settings = null) => TestHost.Create(database, Configure(journal, options, relay, group, configure), settings: settings);

    private static Action<IHostApplicationBuilder> Configure(
        Journal? journal, Action<EventLogOptions>? options, bool relay, string? group, Action<IHostApplicationBuilder>? configure) => builder =>
    {
        builder.AddMigrations("things", typeof(EventHosts).Assembly, "Thesis.ServiceDefaults.Tests.Events.Scripts");
        if (relay)
        {
            builder.AddOutboxRelay();
        }
        if (journal is not null)
        {
            builder.Services.AddSingleton(journal);
            if (group is not null)
            {
                builder.AddEventConsumer(group, "things", c => c.On<Place, JournalHandler>(Topic));
            }
        }
        configure?.Invoke(builder);
        builder.Services.Configure<EventLogOptions>(o =>
        {
            o.FirstRetryDelay = TimeSpan.FromMilliseconds(5);
            options?.Invoke(o);
        });
    };

    /// <summary>Publishes texts in one command.</summary>
    public static async Task PublishAsync(this IHost host, long key, params string[] texts)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var command = scope.ServiceProvider.GetRequiredService<CommandContext>();
        await command.OpenAsync("things", Actor.System("test"), default);
        foreach (var text in texts)
        {
            command.Publish(Topic, key, new Place { Address = text }, ["order:1"]);
        }
        await command.CommitAsync(default);
    }
}
