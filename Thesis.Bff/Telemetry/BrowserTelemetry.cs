using System.Globalization;
using System.Text.Json.Nodes;
using OpenTelemetry.Exporter;
using Thesis.ServiceDefaults;

namespace Thesis.Bff.Telemetry;

/// <summary>
/// Takes the spans of signed-in people's pages and passes them to the collector, so that a trace begins at a click and ends on
/// a screen. What is passed on is written here from checked fields: a page cannot speak for a service, nor reach the collector.
/// </summary>
internal sealed partial class BrowserTelemetry(IConfiguration configuration, IHttpClientFactory clients, ILogger<BrowserTelemetry> logger)
{
    public const string Path = "/bff/telemetry";
    public const string Client = "browser-telemetry";

    private const long LargestReportBytes = 128 * 1024;
    private const string ServiceName = "browser";

    private readonly OtlpTarget? _target = OtlpTarget.From(configuration) is { Protocol: OtlpExportProtocol.HttpProtobuf } target ? target : null;

    /// <summary>What a page learns: whether further reports have a taker.</summary>
    public sealed record Answer(bool Collected);

    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<BrowserTelemetry>();
        builder.Services.AddHttpClient(Client, client => client.Timeout = TimeSpan.FromSeconds(2));
    }

    public static void Map(WebApplication app) => app
        .MapPost(Path, (BrowserReport report, BrowserTelemetry telemetry, TimeProvider time, CancellationToken cancellationToken) =>
            telemetry.TakeAsync(report, time.GetUtcNow(), cancellationToken))
        .RequireAuthorization(Policies.SignedIn)
        .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestReportBytes));

    private async Task<IResult> TakeAsync(BrowserReport report, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (report.Validate(now).Problem is { } problem)
        {
            return problem;
        }

        if (_target is null)
        {
            return TypedResults.Ok(new Answer(false));
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{_target.Endpoint.AbsoluteUri.TrimEnd('/')}/v1/traces")
            {
                Content = JsonContent.Create(ToOtlp(report.Spans ?? [])),
            };
            foreach (var header in (_target.Headers ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                var (name, value) = header.Split('=', 2) is [var n, var v] ? (n.Trim(), Uri.UnescapeDataString(v.Trim())) : (header, "");
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var answer = await clients.CreateClient(Client).SendAsync(request, cancellationToken);
            answer.EnsureSuccessStatusCode();
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or TaskCanceledException)
        {
            LogNotTaken(unreachable.Message);
        }

        return TypedResults.Ok(new Answer(true));
    }

    private static JsonObject ToOtlp(IReadOnlyList<BrowserSpan> spans) => new()
    {
        ["resourceSpans"] = new JsonArray(new JsonObject
        {
            ["resource"] = new JsonObject { ["attributes"] = new JsonArray(Attribute("service.name", ServiceName)) },
            ["scopeSpans"] = new JsonArray(new JsonObject
            {
                ["scope"] = new JsonObject { ["name"] = "Thesis.Web" },
                ["spans"] = new JsonArray([.. spans.Select(ToOtlp)]),
            }),
        }),
    };

    private static JsonObject ToOtlp(BrowserSpan span)
    {
        var node = new JsonObject
        {
            ["traceId"] = span.TraceId,
            ["spanId"] = span.SpanId,
            ["name"] = span.Name,
            ["kind"] = BrowserSpan.Kinds[span.Kind ?? ""],
            ["startTimeUnixNano"] = Nanoseconds(span.StartMs),
            ["endTimeUnixNano"] = Nanoseconds(span.EndMs),
            ["attributes"] = new JsonArray([.. (span.Attributes ?? new Dictionary<string, string>()).Select(a => Attribute(a.Key, a.Value))]),
            ["status"] = span.Error is null ? new JsonObject() : new JsonObject { ["code"] = 2, ["message"] = span.Error },
        };
        if (span.ParentSpanId is not null)
        {
            node["parentSpanId"] = span.ParentSpanId;
        }

        return node;
    }

    private static JsonObject Attribute(string key, string value) => new() { ["key"] = key, ["value"] = new JsonObject { ["stringValue"] = value } };

    // OTLP/JSON writes 64-bit numbers as text.
    private static string Nanoseconds(double ms) => ((long)(ms * 1000) * 1000).ToString(CultureInfo.InvariantCulture);

    [LoggerMessage(1, LogLevel.Warning, "The collector did not take the spans of a page: {Reason}")]
    private partial void LogNotTaken(string reason);
}
