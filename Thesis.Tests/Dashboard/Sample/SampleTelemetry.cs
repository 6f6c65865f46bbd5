using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Thesis.Dashboard.Tests;

/// <summary>A service that sends real telemetry with OpenTelemetry's own SDK.</summary>
internal sealed class SampleTelemetry : IDisposable
{
    private readonly TracerProvider _tracers;
    private readonly MeterProvider _meters;
    private readonly ILoggerFactory _loggers;
    private readonly ActivitySource _source;
    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _durations;
    private readonly ILogger _logger;

    public SampleTelemetry(string service, Uri endpoint, OtlpExportProtocol protocol, string? key = null, OtlpExportCompression compression = OtlpExportCompression.None)
    {
        var id = $"{service}-{Guid.NewGuid():N}";
        var resource = ResourceBuilder.CreateEmpty().AddService(service, serviceInstanceId: "1");
        _source = new ActivitySource(id);
        _meter = new Meter(id);
        _requests = _meter.CreateCounter<long>("sample.requests", "{request}", "Requests answered");
        _durations = _meter.CreateHistogram<double>("sample.duration", "s", "How long an answer takes");
        _meter.CreateObservableGauge("sample.temperature", () => 20 + Math.Sin(Environment.TickCount64 / 10_000.0), "Cel");
        void Configure(OtlpExporterOptions o, string signal)
        {
            o.Protocol = protocol;
            o.Compression = compression;
            o.Endpoint = protocol == OtlpExportProtocol.Grpc ? endpoint : new Uri(endpoint, $"/v1/{signal}");
            o.Headers = key is null ? null : $"x-otlp-api-key={key}";
        }

        _tracers = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(id).AddOtlpExporter(o =>
        {
            Configure(o, "traces");
            o.BatchExportProcessorOptions.ScheduledDelayMilliseconds = 500;
        }).Build();
        _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(id).SetExemplarFilter(ExemplarFilterType.TraceBased)
            .AddOtlpExporter((o, reader) =>
            {
                Configure(o, "metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = 1_000;
            }).Build();
        _loggers = LoggerFactory.Create(b => b.SetMinimumLevel(LogLevel.Trace).AddOpenTelemetry(o =>
        {
            o.SetResourceBuilder(resource);
            o.IncludeFormattedMessage = true;
            o.AddOtlpExporter((e, processor) =>
            {
                Configure(e, "logs");
                processor.BatchExportProcessorOptions.ScheduledDelayMilliseconds = 500;
            });
        }));
        _logger = _loggers.CreateLogger($"Sample.{service}");
    }

    /// <summary>One request with a call to a database below it; returns the trace's id.</summary>
    public string Work(int number, bool fails = false, ActivityContext parent = default)
    {
        using var request = _source.StartActivity($"GET /orders/{number % 7}", ActivityKind.Server, parent);
        request?.SetTag("http.response.status_code", fails ? 500 : 200);
        using (var query = _source.StartActivity("SELECT orders", ActivityKind.Client))
        {
            query?.SetTag("db.system", "postgresql");
            query?.AddEvent(new ActivityEvent("rows read", tags: new ActivityTagsCollection { ["rows"] = number }));
        }

        LogDone(_logger, number, "kitchen");
        if (fails)
        {
            var exception = new InvalidOperationException("The larder is empty.");
            LogFailed(_logger, number, exception);
            request?.SetStatus(ActivityStatusCode.Error, exception.Message);
            request?.AddException(exception);
        }

        _requests.Add(1, new KeyValuePair<string, object?>("fails", fails));
        _durations.Record(0.001 * (1 + (number % 100)), new KeyValuePair<string, object?>("route", "/orders/{id}"));
        return request?.TraceId.ToHexString() ?? "";
    }

    public void Flush()
    {
        _tracers.ForceFlush(10_000);
        _meters.ForceFlush(10_000);
    }

    public void Dispose()
    {
        _tracers.Dispose();
        _meters.Dispose();
        _loggers.Dispose();
        _source.Dispose();
        _meter.Dispose();
    }

    private static readonly Action<ILogger, int, string, Exception?> _done =
        LoggerMessage.Define<int, string>(LogLevel.Information, new EventId(1, "Done"), "Order {Number} went to {Place}");

    private static readonly Action<ILogger, int, Exception?> _failed =
        LoggerMessage.Define<int>(LogLevel.Error, new EventId(2, "Failed"), "Order {Number} failed");

    private static void LogDone(ILogger logger, int number, string place) => _done(logger, number, place, null);

    private static void LogFailed(ILogger logger, int number, Exception exception) => _failed(logger, number, exception);
}
