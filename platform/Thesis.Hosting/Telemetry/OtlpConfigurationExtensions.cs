using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Tells processes where to send telemetry.</summary>
public static class OtlpConfigurationExtensions
{
    private const string GrpcEndpointKey = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";
    private const string HttpEndpointKey = "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL";
    private const int InstanceIdLength = 8;
    private const string InstanceIdAlphabet = "abcdefghijklmnopqrstuvwxyz";

    /// <summary>Gives a resource the variables of an OpenTelemetry exporter; the address only where a collector is configured.</summary>
    public static IResourceBuilder<T> WithOtlpExporter<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEnvironment
    {
        AddOtlpEnvironment(builder.Resource, builder.ApplicationBuilder.Configuration, builder.ApplicationBuilder.Environment);
        return builder;
    }

    /// <summary>Gives a resource the variables of an OpenTelemetry exporter; the address only where a collector is configured.</summary>
    public static void AddOtlpEnvironment(IResource resource, IConfiguration configuration, IHostEnvironment environment) =>
        resource.Annotations.Add(new EnvironmentCallbackAnnotation(context =>
        {
            if (context.ExecutionContext.IsRunMode)
            {
                Apply(context.EnvironmentVariables, resource, configuration, environment);
            }
        }));

    private static void Apply(Dictionary<string, object> variables, IResource resource, IConfiguration configuration, IHostEnvironment environment)
    {
        var (address, protocol) = configuration[GrpcEndpointKey] is { Length: > 0 } grpc ? (grpc, "grpc")
            : configuration[HttpEndpointKey] is { Length: > 0 } http ? (http, "http/protobuf")
            : (null, null);
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
        variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={System.Security.Cryptography.RandomNumberGenerator.GetString(InstanceIdAlphabet, InstanceIdLength)}";
        if (environment.IsDevelopment())
        {
            variables["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
            variables["OTEL_BSP_SCHEDULE_DELAY"] = "1000";
            variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
            variables["OTEL_TRACES_SAMPLER"] = "always_on";
            variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
        }
    }
}
