using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Thesis.Dashboard.Access;
using Thesis.Dashboard.Exchange;
using Thesis.Dashboard.Otlp;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Api;

/// <summary>For programs: telemetry of the current run as OTLP's JSON, with a key or a browser's session.</summary>
internal sealed class OpenTelemetryEndpoints(RunCatalog runs, DashboardOptions options, BrowserGate gate)
{
    private const string KeyHeader = "x-api-key";
    private const int DefaultLimit = 200;
    private const int MaxLimit = 10_000;
    private const int MaxBytes = 32 << 20;
    private readonly byte[]? _key = options.ApiKey is { } key ? Encoding.UTF8.GetBytes(key) : null;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/telemetry/resources", Guarded(ResourcesAsync));
        app.MapGet("/api/telemetry/logs", Guarded(LogsAsync));
        app.MapGet("/api/telemetry/spans", Guarded(SpansAsync));
        app.MapGet("/api/telemetry/traces", Guarded(TracesAsync));
        app.MapGet("/api/telemetry/traces/{traceId}", Guarded(TraceAsync));
    }

    private RequestDelegate Guarded(RequestDelegate handler) => http =>
        gate.Admits(http) || (_key is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(http.Request.Headers[KeyHeader].ToString()), _key))
            ? handler(http)
            : Problem.WriteAsync(http, StatusCodes.Status401Unauthorized, $"{KeyHeader} is missing or wrong.");

    private Task ResourcesAsync(HttpContext http)
    {
        var run = runs.Current;
        return http.Response.WriteAsJsonAsync(
            [
                .. run.Counts.Read().Select(c => (Sender: run.SenderOf(c.Key), Counts: c.Value)).Select(c => new SenderView(
                    c.Sender.Name, c.Sender.InstanceId, c.Counts.Logs, c.Counts.Spans, c.Counts.Points)),
            ],
            ApiJson.Default.SenderViewArray,
            cancellationToken: http.RequestAborted);
    }

    private Task LogsAsync(HttpContext http)
    {
        var limit = Limit(http);
        var found = new RecordPage(limit, MaxBytes);
        new LogQuery(http.Request, runs.Current).Backward(found.TryAdd, http.RequestAborted);
        return WriteAsync(http, Signal.Logs, found.Items.Select(r => r.Payload));
    }

    private Task SpansAsync(HttpContext http)
    {
        var limit = Limit(http);
        var run = runs.Current;
        var found = new RecordPage(limit, MaxBytes);
        var filter = new ScanFilter
        {
            Resources = run.SendersNamed(RequestQuery.All(http.Request, "resource")),
            Text = TextQuery.Parse(RequestQuery.Text(http.Request, "q")),
            TextStart = SpanRecord.TextStart,
            Bytes = RequestQuery.Id(http.Request, "traceId", 16),
            ClearedBefore = resource => run.ClearedBefore("traces", resource),
        };
        RecordScan.Backward(run.Spans, filter, found.TryAdd, http.RequestAborted);
        return WriteAsync(http, Signal.Traces, found.Items.Select(r => r.Payload));
    }

    private Task TracesAsync(HttpContext http)
    {
        var run = runs.Current;
        var limit = RequestQuery.Int(http.Request, "limit", 20, 1, 200);
        var traces = new TraceQuery(http.Request, run).Find(limit, -1, http.RequestAborted);
        return WriteAsync(
            http, Signal.Traces, traces.SelectMany(t => TraceEndpoints.SpansOf(run, Convert.FromHexString(t.View.TraceId), http.RequestAborted)).Take(MaxLimit));
    }

    private Task TraceAsync(HttpContext http)
    {
        var text = http.Request.RouteValues["traceId"] as string ?? "";
        var spans = TraceEndpoints.SpansOf(runs.Current, RequestQuery.ParseId(text, "traceId", 16), http.RequestAborted);
        return spans.Count > 0 ? WriteAsync(http, Signal.Traces, spans) : throw ProblemException.Missing($"trace '{text}'", text);
    }

    private static int Limit(HttpContext http) => RequestQuery.Int(http.Request, "limit", DefaultLimit, 1, MaxLimit);

    private Task WriteAsync(HttpContext http, Signal signal, IEnumerable<byte[]> records) =>
        JsonResponse.WriteAsync(http, json => new OtlpJsonWriter(runs.Current).WriteRequest(json, signal, records));
}
