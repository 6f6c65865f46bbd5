using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace Thesis.ServiceDefaults;

/// <summary>Where telemetry goes, from the standard <c>OTEL_EXPORTER_OTLP_*</c> settings.</summary>
public sealed record OtlpTarget(Uri Endpoint, OtlpExportProtocol Protocol, string? Headers)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    /// <summary>The target, or null when no endpoint is set.</summary>
    /// <exception cref="InvalidOperationException">The endpoint or the protocol is not understood.</exception>
    public static OtlpTarget? From(IConfiguration configuration)
    {
        if (configuration[Prefix + "ENDPOINT"] is not { Length: > 0 } text)
        {
            return null;
        }

        var endpoint = Uri.TryCreate(text, UriKind.Absolute, out var uri)
            ? uri
            : throw new InvalidOperationException($"{Prefix}ENDPOINT is '{text}'; it must be an absolute address.");
        var protocol = configuration[Prefix + "PROTOCOL"] switch
        {
            null or "" or "grpc" => OtlpExportProtocol.Grpc,
            "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
            var other => throw new InvalidOperationException($"{Prefix}PROTOCOL is '{other}'; it must be grpc or http/protobuf."),
        };
        return new OtlpTarget(endpoint, protocol, configuration[Prefix + "HEADERS"]);
    }

    /// <summary>Points an exporter at the target.</summary>
    /// <param name="options">The exporter's options.</param>
    /// <param name="path">The signal's path, of use with HTTP.</param>
    public void Apply(OtlpExporterOptions options, string path)
    {
        options.Protocol = Protocol;
        options.Headers = Headers;
        options.Endpoint = Protocol == OtlpExportProtocol.HttpProtobuf ? new Uri($"{Endpoint.AbsoluteUri.TrimEnd('/')}/{path}") : Endpoint;
    }
}
