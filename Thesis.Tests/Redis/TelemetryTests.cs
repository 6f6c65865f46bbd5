using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Thesis.Redis.Tests;

[Collection(nameof(SharedRedis))]
public sealed class TelemetryTests(SharedRedis shared)
{
    [Fact]
    public async Task Spans_and_metrics_name_the_command_and_carry_no_key_or_value()
    {
        var spans = new ConcurrentQueue<Activity>();
        var measures = new ConcurrentQueue<string>();
        using var parent = new Activity("test").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RedisConnection.TelemetryName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == parent.TraceId)
                {
                    spans.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == RedisConnection.TelemetryName)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) =>
            measures.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(t => t.Value))}"));
        meters.Start();

        await shared.Connection.SetAsync("secret-key", "secret-value");
        await Assert.ThrowsAsync<RedisServerException>(async () => await shared.Connection.IncrAsync("secret-key"));

        Assert.Equal(["SET", "INCRBY"], spans.Select(s => s.OperationName));
        Assert.Equal([ActivityStatusCode.Unset, ActivityStatusCode.Error], spans.Select(s => s.Status));
        Assert.Equal("ERR", spans.Last().GetTagItem("error.type"));
        Assert.Contains("db.client.operation.duration redis SET", measures);
        Assert.Contains("db.client.operation.duration redis INCRBY ERR", measures);
        var recorded = string.Join('\n', spans.SelectMany(s => s.TagObjects).Select(t => $"{t.Value}").Concat(measures));
        Assert.DoesNotContain("secret", recorded, StringComparison.Ordinal);
    }
}
