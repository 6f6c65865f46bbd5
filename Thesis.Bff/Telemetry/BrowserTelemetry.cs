using System.Text.Json;
using System.Text.Json.Serialization;
using OpenTelemetry.Instrumentation.AspNetCore;
using Thesis.ServiceDefaults;

namespace Thesis.Bff.Telemetry;

/// <summary>
/// Takes what signed-in people's pages report: keeps how they felt (<see cref="WebVitals"/>), and passes their spans to the
/// collector, when that speaks HTTP, so that a trace begins at a click and ends on a screen. What is passed on is written here
/// from checked fields: a page cannot speak for a service, nor reach the collector.
/// </summary>
internal sealed partial class BrowserTelemetry(HttpClient collector, WebVitals vitals, ILogger<BrowserTelemetry> logger)
{
    internal const string Path = "/bff/telemetry";
    private const string Otlp = "OTEL_EXPORTER_OTLP_";
    private const long LargestReportBytes = 128 * 1024;
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>What a page learns: whether further spans have a taker.</summary>
    public sealed record Answer(bool Collected);

    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<WebVitals>();
        builder.Services.AddHttpClient<BrowserTelemetry>(client => Configure(client, builder.Configuration));
        builder.Services.PostConfigure<AspNetCoreTraceInstrumentationOptions>(tracing =>
        {
            var others = tracing.Filter;
            tracing.Filter = context => context.Request.Path != Path && others?.Invoke(context) != false;
        });
    }

    public static void Map(WebApplication app)
    {
        WebVitals.Map(app);
        app.MapPost(Path, (BrowserReport report, BrowserTelemetry telemetry, TimeProvider time, CancellationToken cancellationToken) =>
                telemetry.TakeAsync(report, time.GetUtcNow(), cancellationToken))
            .WithName("ReportSpans")
            .RequireAuthorization(Policies.SignedIn)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestReportBytes));
    }

    private static void Configure(HttpClient client, ConfigurationManager configuration)
    {
        client.Timeout = TimeSpan.FromSeconds(2);
        if (configuration[$"{Otlp}PROTOCOL"] != "http/protobuf" || configuration[$"{Otlp}ENDPOINT"] is not { Length: > 0 } endpoint)
        {
            return;
        }

        client.BaseAddress = new Uri(endpoint.TrimEnd('/') + "/");
        foreach (var header in (configuration[$"{Otlp}HEADERS"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (header.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, var value])
            {
                client.DefaultRequestHeaders.TryAddWithoutValidation(name, Uri.UnescapeDataString(value));
            }
        }
    }

    private async Task<IResult> TakeAsync(BrowserReport report, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (report.Validate(now).Problem is { } problem)
        {
            return problem;
        }

        if (report.Vitals is { } felt)
        {
            await vitals.AddAsync(felt);
        }

        if (collector.BaseAddress is null || report.Spans is null)
        {
            return TypedResults.Ok(new Answer(collector.BaseAddress is not null));
        }

        try
        {
            using var answer = await collector.PostAsJsonAsync("v1/traces", ToOtlp(report), Json, cancellationToken);
            answer.EnsureSuccessStatusCode();
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or TaskCanceledException)
        {
            LogNotTaken(unreachable.Message);
        }

        return TypedResults.Ok(new Answer(true));
    }

    private static object ToOtlp(BrowserReport report) => new
    {
        resourceSpans = new[]
        {
            new
            {
                resource = new { attributes = new[] { Attribute("service.name", "browser") } },
                scopeSpans = new[] { new { scope = new { name = "Thesis.Web" }, spans = report.Spans?.Select(ToOtlp) } },
            },
        },
    };

    private static object ToOtlp(BrowserSpan span) => new
    {
        traceId = span.TraceId,
        spanId = span.SpanId,
        parentSpanId = span.ParentSpanId,
        name = span.Name,
        kind = BrowserSpan.Kinds[span.Kind ?? ""],
        startTimeUnixNano = Nanoseconds(span.StartMs),
        endTimeUnixNano = Nanoseconds(span.EndMs),
        attributes = span.Attributes?.Select(a => Attribute(a.Key, a.Value)),
        status = span.Error is null ? null : new { code = 2, message = span.Error },
    };

    private static object Attribute(string key, string value) => new { key, value = new { stringValue = value } };

    // OTLP/JSON writes 64-bit numbers as text.
    private static string Nanoseconds(double ms) => FormattableString.Invariant($"{(long)(ms * 1000) * 1000}");

    [LoggerMessage(1, LogLevel.Warning, "The collector did not take the spans of a page: {Reason}")]
    private partial void LogNotTaken(string reason);
}
