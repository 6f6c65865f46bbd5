using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Traces, metrics and logs by OTLP, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to. Without it nothing is recorded,
/// and trace ids still run through requests, logs and events.
/// </summary>
internal static class TelemetryExtensions
{
    private static readonly string[] Sources = ["Microsoft.AspNetCore*", "System.Net.Http", "Npgsql", "Thesis.*"];

    private static readonly string[] Meters = ["Microsoft.AspNetCore*", "System.Net.Http", "System.Net.NameResolution", "System.Runtime", "Npgsql", "Thesis.*"];

    public static IHostApplicationBuilder AddTelemetry(this IHostApplicationBuilder builder, string serviceName)
    {
        Activity.DefaultIdFormat = ActivityIdFormat.W3C;
        if (OtlpTarget.From(builder.Configuration) is not { } target)
        {
            return builder;
        }

        // The framework leaves the standard's attributes to an instrumentation package unless told otherwise.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        // Who started the process may have told it which instance it is, and shows it by that.
        var isTold = builder.Configuration["OTEL_RESOURCE_ATTRIBUTES"]?.Contains("service.instance.id=", StringComparison.Ordinal) == true;
        var resource = ResourceBuilder.CreateDefault().AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? serviceName, autoGenerateServiceInstanceId: !isTold);
        builder.Services.AddSingleton(_ => CreateTracerProvider(resource, target));
        builder.Services.AddSingleton(_ => CreateMeterProvider(resource, target));
        builder.Services.AddHostedService<TelemetryStart>();
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.SetResourceBuilder(resource);
            logs.IncludeFormattedMessage = true;
            logs.AddOtlpExporter(o => target.Apply(o, "v1/logs"));
        });
        return builder;
    }

    private static TracerProvider CreateTracerProvider(ResourceBuilder resource, OtlpTarget target) =>
        Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(Sources)
            .AddProcessor(new NoiseFilter())
            .AddOtlpExporter(o => target.Apply(o, "v1/traces"))
            .Build();

    private static MeterProvider CreateMeterProvider(ResourceBuilder resource, OtlpTarget target) =>
        Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(Meters)
            .AddOtlpExporter(o => target.Apply(o, "v1/metrics"))
            .Build();

    /// <summary>Makes the providers when the process starts; the container sends what is left when it stops.</summary>
    private sealed class TelemetryStart(TracerProvider traces, MeterProvider metrics) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            _ = (traces, metrics);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>
    /// Keeps to itself what nobody asked for: health probes with all that they ask of others, and the polls that loops send to
    /// PostgreSQL and Redis by themselves. They would be four of five traces.
    /// </summary>
    private sealed class NoiseFilter : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            var isProbe = false;
            for (var cause = data; cause is not null && !isProbe; cause = cause.Parent)
            {
                // The route is known at the end, and what a probe asks ends before it: the path is known from the start.
                isProbe = cause.Kind == ActivityKind.Server && cause.GetTagItem("url.path") is "/health" or "/alive";
            }

            var isPoll = data.ParentSpanId == default && data.Source.Name is "Npgsql" or "OpenTelemetry.Instrumentation.StackExchangeRedis";
            if (isProbe || isPoll)
            {
                data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            }
        }
    }
}
