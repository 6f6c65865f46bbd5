using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Thesis.ServiceDefaults;

/// <summary>The source of traces and the meter of the event side, both named <c>Thesis.Events</c>.</summary>
internal static class EventTelemetry
{
    public const string Name = "Thesis.Events";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    /// <summary>Events copied from outboxes to the log.</summary>
    public static readonly Counter<long> Relayed = Meter.CreateCounter<long>("thesis.events.relayed", "{event}");

    /// <summary>From the publishing commit to the append, by the two machines' clocks.</summary>
    public static readonly Histogram<double> RelayLag = Meter.CreateHistogram<double>("thesis.events.relay.lag", "ms");

    /// <summary>Write-ahead log that PostgreSQL keeps for the relay.</summary>
    public static readonly Gauge<long> RetainedWal = Meter.CreateGauge<long>("thesis.events.relay.retained_wal", "By");

    public static readonly Counter<long> Handled = Meter.CreateCounter<long>("thesis.events.handled", "{event}");

    /// <summary>Attempts that ended with an exception.</summary>
    public static readonly Counter<long> Failed = Meter.CreateCounter<long>("thesis.events.failed", "{attempt}");

    public static readonly Counter<long> DeadLettered = Meter.CreateCounter<long>("thesis.events.dead_lettered", "{event}");

    /// <summary>From the publishing commit to the end of the handler's transaction.</summary>
    public static readonly Histogram<double> HandleLag = Meter.CreateHistogram<double>("thesis.events.handle.lag", "ms");

    private static readonly ConcurrentDictionary<IGroupLag, byte> Members = new();

    /// <summary>Events known to be in the log and not read yet by this process's group members.</summary>
    private static readonly ObservableGauge<long> ConsumerLag = Meter.CreateObservableGauge(
        "thesis.events.consumer.lag",
        () => Members.Keys.Select(m => new Measurement<long>(m.Lag, new KeyValuePair<string, object?>("group", m.Group))),
        "{event}");

    /// <summary>Counts the members' lag from now on.</summary>
    public static void AddMembers(IEnumerable<IGroupLag> members)
    {
        foreach (var member in members)
        {
            Members.TryAdd(member, 0);
        }
    }

    public static void RemoveMembers(IEnumerable<IGroupLag> members)
    {
        foreach (var member in members)
        {
            Members.TryRemove(member, out _);
        }
    }

    /// <summary>The tags of a group's events of a topic.</summary>
    public static TagList Tags(string group, string topic) => new() { { "group", group }, { "topic", topic } };

    /// <summary>
    /// Starts the activity of a consumer as a child of the command that published the event. The trace id runs on even
    /// when nobody records it.
    /// </summary>
    public static Activity StartConsumer(string group, string topic, string traceParent, long eventId)
    {
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent);
        var activity = Source.StartActivity($"{topic} process", ActivityKind.Consumer, parent) ?? StartUnrecorded($"{topic} process", parent);
        return activity.SetTag("messaging.system", "thesis")
            .SetTag("messaging.destination.name", topic)
            .SetTag("messaging.consumer.group.name", group)
            .SetTag("messaging.message.id", eventId);
    }

    private static Activity StartUnrecorded(string name, ActivityContext parent)
    {
        var activity = new Activity(name);
        if (parent != default)
        {
            activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
        }
        return activity.Start();
    }
}
