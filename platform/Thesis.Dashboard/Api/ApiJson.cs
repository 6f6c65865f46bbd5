using System.Text.Json.Serialization;

namespace Thesis.Dashboard.Api;

/// <summary>What the dashboard is and where it listens.</summary>
internal sealed record ApplicationView(
    string Name, string Version, string RunId, DateTimeOffset StartedAt, bool HasResources, string OtlpHttpUrl, string OtlpGrpcUrl);

/// <summary>The API's JSON, generated at build: a process starts faster without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApplicationView))]
internal sealed partial class ApiJson : JsonSerializerContext;
