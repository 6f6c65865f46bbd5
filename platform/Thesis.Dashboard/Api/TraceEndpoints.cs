using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Api;

/// <summary>Traces: the list, one in full, and a stream of those that change.</summary>
internal sealed class TraceEndpoints(RunCatalog runs, DashboardOptions options, IHostApplicationLifetime lifetime)
{
    private const int MaxPage = 500;
    private const int DefaultPage = 100;
    private const int MaxSpans = 10_000;
    private const int MaxSpanBytes = 32 << 20;
    private const int MaxLogs = 1_000;
    private const long LogsAround = 60_000_000_000; // Nanoseconds before and after a trace in which its logs are looked for.

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/traces", ListAsync);
        app.MapGet("/api/v1/traces/stream", StreamAsync);
        app.MapGet("/api/v1/traces/{traceId}", GetAsync);
    }

    private Task ListAsync(HttpContext http)
    {
        var run = RequestQuery.Run(http.Request, runs);
        var limit = RequestQuery.Int(http.Request, "limit", DefaultPage, 1, MaxPage);
        var found = new TraceQuery(http.Request, run).Find(limit + 1, -1, http.RequestAborted);
        var page = found.Take(limit).ToList();
        return http.Response.WriteAsJsonAsync(
            new TracePage(
                [.. page.Select(t => t.View)],
                found.Count > limit ? page[^1].Number.ToString(CultureInfo.InvariantCulture) : null),
            ApiJson.Default.TracePage,
            cancellationToken: http.RequestAborted);
    }

    private async Task StreamAsync(HttpContext http)
    {
        var run = RequestQuery.Run(http.Request, runs);
        var query = new TraceQuery(http.Request, run);
        var events = new EventStream(http, options.Time);
        var version = run.Traces.Version;
        await events.RunAsync(
            run.SpansChanged,
            async () =>
            {
                var now = run.Traces.Version;
                var changed = now == version ? [] : query.Find(MaxPage, version, http.RequestAborted);
                version = now;
                if (changed.Count == MaxPage)
                {
                    await events.SendGapAsync("More traces changed than can be shown one by one.");
                }

                if (changed.Count > 0)
                {
                    await events.SendAsync("traces", json => JsonSerializer.Serialize(
                        json, new TracePage([.. changed.Select(t => t.View)], null), ApiJson.Default.TracePage));
                }
            },
            lifetime.ApplicationStopping);
    }

    private Task GetAsync(HttpContext http)
    {
        var run = RequestQuery.Run(http.Request, runs);
        var text = http.Request.RouteValues["traceId"] as string ?? "";
        var traceId = RequestQuery.ParseId(text, "traceId", 16);
        var spans = SpansOf(run, traceId, http.RequestAborted);
        if (spans.Count == 0)
        {
            throw ProblemException.Missing($"trace '{text}' in run '{run.Id}'", text);
        }

        var start = spans.Min(s => new SpanRecord(s).Start);
        var end = spans.Max(s => new SpanRecord(s).Start + new SpanRecord(s).Duration);
        var logs = LogsOf(run, traceId, start, end, http.RequestAborted);
        return JsonResponse.WriteAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteString("traceId", text.ToLowerInvariant());
            RecordJson.WriteTime(json, "startTime", start);
            json.WriteNumber("durationMs", RecordJson.Milliseconds(end - start));
            json.WriteBoolean("isCut", spans.Count >= MaxSpans || spans.Sum(s => s.Length) >= MaxSpanBytes);
            json.WriteStartArray("spans");
            foreach (var span in spans.OrderBy(s => new SpanRecord(s).Start))
            {
                RecordJson.WriteSpan(json, run, span, start);
            }

            json.WriteEndArray();
            json.WriteStartArray("logs");
            foreach (var (id, log) in logs.OrderBy(l => new LogRecord(l.Payload).Time))
            {
                RecordJson.WriteLog(json, run, id, log);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>Each span once, though its sender may have sent it again when an answer was lost.</summary>
    internal static List<byte[]> SpansOf(RunStore run, byte[] traceId, CancellationToken cancelled)
    {
        var spans = new Dictionary<ulong, byte[]>();
        var bytes = 0;
        var range = run.Traces.RangeOf(TraceIndex.Key(traceId));
        var filter = new ScanFilter
        {
            Bytes = traceId,
            FromId = range.FirstId,
            BeforeId = range.LastId + 1,
            ClearedBefore = resource => run.ClearedBefore("traces", resource),
        };
        RecordScan.Forward(
            run.Spans,
            filter,
            (_, payload) =>
            {
                var span = new SpanRecord(payload);
                if (span.TraceId.SequenceEqual(traceId))
                {
                    spans[BitConverter.ToUInt64(span.SpanId)] = payload.ToArray();
                    bytes += payload.Length;
                }

                return spans.Count < MaxSpans && bytes < MaxSpanBytes;
            },
            cancelled);
        return [.. spans.Values];
    }

    private static IReadOnlyList<(long Id, byte[] Payload)> LogsOf(RunStore run, byte[] traceId, long start, long end, CancellationToken cancelled)
    {
        var logs = new RecordPage(MaxLogs);
        var filter = new ScanFilter
        {
            Bytes = traceId,
            From = start - LogsAround,
            To = end + LogsAround,
            ClearedBefore = resource => run.ClearedBefore("logs", resource),
        };
        RecordScan.Forward(
            run.Logs,
            filter,
            (id, payload) => !new LogRecord(payload).TraceId.SequenceEqual(traceId) || logs.TryAdd(id, payload),
            cancelled);
        return logs.Items;
    }
}
