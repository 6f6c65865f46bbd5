using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
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
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string Share = "OTEL_TRACES_SAMPLER_ARG";

    private static readonly string[] Sources = ["Thesis.*", "Microsoft.AspNetCore.SignalR.Server"];

    /// <summary>Gives requests their trace's id where nobody records them.</summary>
    private static readonly ActivityListener RequestIds = new()
    {
        ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
        Sample = (ref _) => ActivitySamplingResult.PropagationData,
    };

    public static IHostApplicationBuilder ConfigureOpenTelemetry(this IHostApplicationBuilder builder)
    {
        if (!HasCollector(builder.Configuration))
        {
            ActivitySource.AddActivityListener(RequestIds);
            return builder;
        }

        builder.Logging.AddOpenTelemetry(logs => logs.IncludeFormattedMessage = true);
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("Thesis.*"))
            .WithTracing(tracing => tracing
                .SetSampler(new ParentBasedSampler(new CausedSampler(ShareOf(builder.Configuration))))
                .AddSource(Sources)
                .AddAspNetCoreInstrumentation(o => o.Filter = IsWorthASpan)
                .AddGrpcClientInstrumentation(o => o.SuppressDownstreamInstrumentation = true)
                .AddHttpClientInstrumentation())
            .UseOtlpExporter();
        if (builder.Configuration["OTEL_SERVICE_NAME"] is null or "")
        {
            telemetry.ConfigureResource(resource => resource.AddService(builder.Environment.ApplicationName));
        }

        return builder;
    }

    /// <summary>Whether telemetry has somewhere to go.</summary>
    /// <exception cref="InvalidOperationException">The endpoint or the protocol is not understood: the exporter would pass over it in silence.</exception>
    public static bool HasCollector(IConfiguration configuration)
    {
        if (configuration[Endpoint] is not { Length: > 0 } endpoint)
        {
            return false;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out _))
        {
            throw new InvalidOperationException($"{Endpoint} is '{endpoint}'; it must be an absolute address.");
        }

        return configuration[Protocol] is null or "" or "grpc" or "http/protobuf"
            ? true
            : throw new InvalidOperationException($"{Protocol} is '{configuration[Protocol]}'; it must be grpc or http/protobuf.");
    }

    private static double ShareOf(IConfiguration configuration) => configuration[Share] switch
    {
        null or "" => 1,
        var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1 => share,
        var text => throw new InvalidOperationException($"{Share} is '{text}'; it must be a number from 0 to 1."),
    };

    // Neither probes nor files: opening a portal asks for a hundred of them, and they would hide the one call that matters.
    private static bool IsWorthASpan(HttpContext context) =>
        context.Request.Path.Value is not (HealthEndpoints.Ready or HealthEndpoints.Alive) && !Path.HasExtension(context.Request.Path.Value);

    /// <summary>
    /// Starts no trace at a call to PostgreSQL or Redis, which is what client spans are that are neither HTTP nor gRPC: loops
    /// poll them by themselves, and their polls would be four of five traces. Of the rest it keeps the configured share.
    /// </summary>
    private sealed class CausedSampler(double share) : Sampler
    {
        private readonly TraceIdRatioBasedSampler _share = new(share);

        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            samplingParameters is { Kind: ActivityKind.Client, Name: not ("System.Net.Http.HttpRequestOut" or "Grpc.Net.Client.GrpcOut") }
                ? new SamplingResult(SamplingDecision.Drop)
                : _share.ShouldSample(samplingParameters);
    }
}
