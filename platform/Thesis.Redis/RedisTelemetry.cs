using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Thesis.Redis;

/// <summary>
/// Spans and metrics under the name <see cref="Name"/>. They carry command names, error codes and the server's address; never keys
/// or values.
/// </summary>
internal sealed class RedisTelemetry : IDisposable
{
    public const string Name = "Thesis.Redis";

    private static readonly ActivitySource Source = new(Name);

    private readonly Meter _meter = new(Name);
    private readonly RedisOptions _options;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _connects;
    private readonly Counter<long> _received;
    private readonly Counter<long> _dropped;

    public RedisTelemetry(RedisOptions options, Func<int> pending, Func<bool> connected)
    {
        _options = options;
        _duration = _meter.CreateHistogram<double>(
            "db.client.operation.duration",
            "s",
            "From the call to its reply or failure",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5] });
        _connects = _meter.CreateCounter<long>("thesis.redis.connects", "{connect}", "Attempts to connect, by outcome");
        _received = _meter.CreateCounter<long>("thesis.redis.messages.received", "{message}", "Published messages received");
        _dropped = _meter.CreateCounter<long>("thesis.redis.messages.dropped", "{message}", "Messages dropped for a full handler buffer");
        _meter.CreateObservableUpDownCounter(
            "thesis.redis.commands.pending", pending, "{command}", "Commands waiting to be sent or for their reply");
        _meter.CreateObservableUpDownCounter(
            "thesis.redis.connections", () => connected() ? 1 : 0, "{connection}", "Connections that are up");
    }

    public bool IsEnabled => _duration.Enabled || Source.HasListeners();

    public Activity? Start(string command)
    {
        var activity = Source.StartActivity(command, ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("db.system.name", "redis");
            activity.SetTag("db.operation.name", command);
            activity.SetTag("server.address", _options.Host);
            activity.SetTag("server.port", _options.Port);
        }

        return activity;
    }

    public void Stop(Activity? activity, string command, TimeSpan elapsed, string? error)
    {
        if (error is not null)
        {
            activity?.SetTag("error.type", error);
            activity?.SetStatus(ActivityStatusCode.Error);
        }

        activity?.Dispose();
        var tags = new TagList { { "db.system.name", "redis" }, { "db.operation.name", command } };
        if (error is not null)
        {
            tags.Add("error.type", error);
        }

        _duration.Record(elapsed.TotalSeconds, tags);
    }

    public void Connect(bool succeeded) => _connects.Add(1, new KeyValuePair<string, object?>("outcome", succeeded ? "ok" : "failed"));

    public void MessageReceived() => _received.Add(1);

    public void MessageDropped() => _dropped.Add(1);

    public void Dispose() => _meter.Dispose();
}
