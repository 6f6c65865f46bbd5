using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Thesis.Grpc.Tests.V1;

namespace Thesis.Grpc.Tests;

public sealed class TelemetryTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("fail", 9)]
    public async Task A_call_is_a_client_span_with_a_server_span_under_it(string command, int expectedCode)
    {
        using var spans = new SpanRecorder();
        await using var host = await GrpcHost.StartAsync(new EchoService().Map);
        using var root = new Activity("root").Start();

        await Record.ExceptionAsync(() => host.Channel.UnaryAsync(EchoMethods.Say, new EchoRequest { Command = command }));
        Assert.Same(root, Activity.Current);

        var client = await spans.WaitForAsync(root.TraceId, GrpcTelemetry.ActivitySourceName, ActivityKind.Client);
        var http = await spans.WaitForAsync(root.TraceId, "System.Net.Http", ActivityKind.Client);
        var server = await spans.WaitForAsync(root.TraceId, GrpcTelemetry.ActivitySourceName, ActivityKind.Server);
        Assert.Equal(root.SpanId, client.ParentSpanId);
        Assert.Equal(client.SpanId, http.ParentSpanId);

        // Between the two stands the host's span for the request.
        Assert.Equal(http.SpanId, server.Parent?.ParentSpanId);
        Assert.Equal("thesis.grpc.tests.v1.Echo/Say", client.DisplayName);
        foreach (var span in new[] { client, server })
        {
            Assert.Equal("grpc", span.GetTagItem("rpc.system"));
            Assert.Equal("thesis.grpc.tests.v1.Echo", span.GetTagItem("rpc.service"));
            Assert.Equal("Say", span.GetTagItem("rpc.method"));
            Assert.Equal(expectedCode, span.GetTagItem("rpc.grpc.status_code"));
        }

        // A caller's mistake is an error for the caller only.
        Assert.Equal(expectedCode == 0 ? ActivityStatusCode.Unset : ActivityStatusCode.Error, client.Status);
        Assert.Equal(ActivityStatusCode.Unset, server.Status);
    }

    [Fact]
    public async Task Trace_context_in_the_metadata_is_the_servers_parent()
    {
        using var spans = new SpanRecorder();
        await using var host = await GrpcHost.StartAsync(new EchoService().Map);
        var trace = ActivityTraceId.CreateRandom();

        await RawCall.PostAsync(
            host, EchoMethods.Say.FullName, RawCall.Frame(new EchoRequest()), headers: ("traceparent", $"00-{trace}-00f067aa0ba902b7-01"));

        await spans.WaitForAsync(trace, GrpcTelemetry.ActivitySourceName, ActivityKind.Server);
    }

    [Fact]
    public async Task Both_sides_record_how_long_a_call_took()
    {
        var recorded = new ConcurrentQueue<(string Instrument, double Seconds, int Code)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == GrpcTelemetry.MeterName)
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            recorded.Enqueue((instrument.Name, value, tags.ToArray().Select(t => t.Value).OfType<int>().Single())));
        listener.Start();
        await using var host = await GrpcHost.StartAsync(app => app.MapGrpc(
            EchoMethods.Say, (_, _) => throw new RpcException(new Status(StatusCode.DataLoss, ""))));

        await Record.ExceptionAsync(() => host.Channel.UnaryAsync(EchoMethods.Say, new EchoRequest()));

        var patience = Stopwatch.StartNew();
        foreach (var side in new[] { "client", "server" })
        {
            while (!recorded.Any(r => r is { Seconds: > 0, Code: (int)StatusCode.DataLoss } && r.Instrument == $"rpc.{side}.call.duration"))
            {
                Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), $"no duration of the {side}");
                await Task.Yield();
            }
        }
    }

    private sealed class SpanRecorder : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _spans = new();
        private readonly ActivityListener _listener;

        public SpanRecorder()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name is GrpcTelemetry.ActivitySourceName or "System.Net.Http",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = _spans.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public async Task<Activity> WaitForAsync(ActivityTraceId trace, string source, ActivityKind kind)
        {
            var patience = Stopwatch.StartNew();
            while (true)
            {
                if (_spans.FirstOrDefault(s => s.TraceId == trace && s.Source.Name == source && s.Kind == kind) is { } span)
                {
                    return span;
                }

                Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), $"no {kind} span of {source} in the trace");
                await Task.Yield();
            }
        }

        public void Dispose() => _listener.Dispose();
    }
}
