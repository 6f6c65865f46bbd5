using System.Diagnostics;
using System.Diagnostics.Metrics;
using Thesis.Realtime.Delivery;
using Thesis.ServiceDefaults;

namespace Thesis.Realtime;

/// <summary>Spans and metrics of the hub, under the name <c>Thesis.Realtime</c>.</summary>
internal sealed class RealtimeTelemetry : IDisposable
{
    private const string Name = "Thesis.Realtime";

    private static readonly ActivitySource Source = new(Name);

    private readonly Meter _meter = new(Name);
    private readonly TimeProvider _time;
    private readonly UpDownCounter<int> _connections;
    private readonly UpDownCounter<int> _subscriptions;
    private readonly Counter<long> _published;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _slow;
    private readonly Counter<long> _resyncs;
    private readonly Histogram<double> _commitToSend;

    public RealtimeTelemetry(TimeProvider time)
    {
        _time = time;
        _connections = _meter.CreateUpDownCounter<int>("thesis.realtime.connections", "{connection}", "Clients connected to this node");
        _subscriptions = _meter.CreateUpDownCounter<int>("thesis.realtime.subscriptions", "{topic}", "Topics that clients of this node listen to");
        _published = _meter.CreateCounter<long>("thesis.realtime.messages.published", "{message}", "Messages published to Redis, one a topic");
        _sent = _meter.CreateCounter<long>("thesis.realtime.messages.sent", "{message}", "Messages written to clients");
        _slow = _meter.CreateCounter<long>("thesis.realtime.connections.slow", "{connection}", "Clients disconnected because they read too slowly");
        _resyncs = _meter.CreateCounter<long>("thesis.realtime.resyncs", "{topic}", "Topics whose clients were told to read the state anew");
        _commitToSend = _meter.CreateHistogram<double>(
            "thesis.realtime.commit_to_send.duration",
            "s",
            "From the commit of an event's transaction to the write to a client",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10] });
    }

    public void Connected(int change) => _connections.Add(change);

    public void Subscribed(int change) => _subscriptions.Add(change);

    public void Slow() => _slow.Add(1);

    public void Resync() => _resyncs.Add(1);

    /// <summary>Notes an event that went out, and its span as a child of the command that caused it.</summary>
    public void Published(RawEvent happened, long messages, DateTimeOffset began)
    {
        var (envelope, context) = happened;
        _published.Add(messages, new KeyValuePair<string, object?>("type", envelope.Type));
        ActivityContext.TryParse(envelope.Traceparent, null, isRemote: true, out var parent);
        using var activity = Source.StartActivity($"publish {envelope.Type}", ActivityKind.Producer, parent, startTime: began);
        activity?.SetTag("messaging.system", "thesis")
            .SetTag("messaging.destination.name", context.Topic)
            .SetTag("messaging.message.id", envelope.Id);
    }

    public void Sent(TopicMessages messages)
    {
        _sent.Add(messages.Count);
        if (!_commitToSend.Enabled)
        {
            return;
        }

        foreach (var at in messages.CommittedAt)
        {
            _commitToSend.Record((_time.GetUtcNow() - at).TotalSeconds);
        }
    }

    public void Dispose() => _meter.Dispose();
}
