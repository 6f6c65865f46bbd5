using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Thesis.Hosting.Orchestration;

namespace Aspire.Hosting;

/// <summary>Tells processes where to send telemetry.</summary>
public static class OtlpConfigurationExtensions
{
    private const string GrpcEndpointKey = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";
    private const string HttpEndpointKey = "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL";
    private const int FallbackIdLength = 8;
    private const string FallbackIdAlphabet = "abcdefghijklmnopqrstuvwxyz";

    /// <summary>Gives a resource the variables of an OpenTelemetry exporter of a protocol; the address only where a collector is configured.</summary>
    public static IResourceBuilder<T> WithOtlpExporter<T>(this IResourceBuilder<T> builder, OtlpProtocol protocol)
        where T : IResourceWithEnvironment
    {
        AddOtlpEnvironment(builder.Resource, builder.ApplicationBuilder.Configuration, builder.ApplicationBuilder.Environment, protocol);
        return builder;
    }

    /// <summary>Gives a resource the variables of an OpenTelemetry exporter; the address only where a collector is configured.</summary>
    public static IResourceBuilder<T> WithOtlpExporter<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEnvironment
    {
        AddOtlpEnvironment(builder.Resource, builder.ApplicationBuilder.Configuration, builder.ApplicationBuilder.Environment);
        return builder;
    }

    /// <summary>Gives a resource the variables of an OpenTelemetry exporter; the address only where a collector is configured.</summary>
    public static void AddOtlpEnvironment(IResource resource, IConfiguration configuration, IHostEnvironment environment) =>
        Add(resource, configuration, environment, null);

    /// <summary>Gives a resource the variables of an OpenTelemetry exporter of a protocol; the address only where a collector is configured.</summary>
    public static void AddOtlpEnvironment(IResource resource, IConfiguration configuration, IHostEnvironment environment, OtlpProtocol protocol) =>
        Add(resource, configuration, environment, protocol);

    private static void Add(IResource resource, IConfiguration configuration, IHostEnvironment environment, OtlpProtocol? protocol)
    {
        resource.Annotations.Add(new OtlpExporterAnnotation { RequiredProtocol = protocol });
        resource.Annotations.Add(new EnvironmentCallbackAnnotation(context =>
        {
            if (context.ExecutionContext.IsRunMode)
            {
                Apply(context.EnvironmentVariables, resource, configuration, environment, protocol);
            }
        }));
    }

    private static (string? Address, string? Protocol) Target(IConfiguration configuration, OtlpProtocol? required)
    {
        var grpc = configuration[GrpcEndpointKey] is { Length: > 0 } grpcAddress ? grpcAddress : null;
        var http = configuration[HttpEndpointKey] is { Length: > 0 } httpAddress ? httpAddress : null;
        return required switch
        {
            OtlpProtocol.Grpc => (grpc, "grpc"),
            OtlpProtocol.HttpProtobuf => (http, "http/protobuf"),
            OtlpProtocol.HttpJson => (http, "http/json"),
            _ => grpc is not null ? (grpc, "grpc") : (http, "http/protobuf"),
        };
    }

    private static void Apply(Dictionary<string, object> variables, IResource resource, IConfiguration configuration, IHostEnvironment environment, OtlpProtocol? required)
    {
        var (address, protocol) = Target(configuration, required);
        if (address is not null && protocol is not null)
        {
            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = address;
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol;
            if (configuration["AppHost:OtlpApiKey"] is { Length: > 0 } key)
            {
                variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={key}";
            }
        }

        variables["OTEL_SERVICE_NAME"] = resource.Name;
        variables["OTEL_RESOURCE_ATTRIBUTES"] = new InstanceIdAttribute(System.Security.Cryptography.RandomNumberGenerator.GetString(FallbackIdAlphabet, FallbackIdLength));
        if (environment.IsDevelopment())
        {
            variables["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
            variables["OTEL_BSP_SCHEDULE_DELAY"] = "1000";
            variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
            variables["OTEL_TRACES_SAMPLER"] = "always_on";
            variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
            variables["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "true";
        }
    }
}

/// <summary>How telemetry is sent.</summary>
public enum OtlpProtocol
{
    /// <summary>By gRPC.</summary>
    Grpc = 0,

    /// <summary>By HTTP, as protobuf.</summary>
    HttpProtobuf = 1,

    /// <summary>By HTTP, as JSON.</summary>
    HttpJson = 2,
}
