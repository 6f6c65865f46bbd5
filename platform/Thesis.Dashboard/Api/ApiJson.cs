using System.Text.Json;
using System.Text.Json.Serialization;
using Thesis.Dashboard.Exchange;
using Thesis.Dashboard.Resources;

namespace Thesis.Dashboard.Api;

/// <summary>What the dashboard is and where it listens.</summary>
internal sealed record ApplicationView(
    string Name, string Version, string RunId, DateTimeOffset StartedAt, bool HasResources, string OtlpHttpUrl, string OtlpGrpcUrl);

/// <summary>The token that signs a browser in.</summary>
internal sealed record LoginRequest(string? Token);

/// <summary>What a command wants to know: texts, numbers, true or false.</summary>
internal sealed record CommandRequest(Dictionary<string, JsonElement>? Arguments);

/// <summary>A resource's values with nothing masked.</summary>
internal sealed record ResourceSecrets(IReadOnlyList<NamedValue> Environment, IReadOnlyList<NamedValue> Properties);

/// <summary>Who sent telemetry, and how much.</summary>
internal sealed record SenderView(string Name, string? InstanceId, long Logs, long Spans, long Metrics);

/// <summary>A run of the application.</summary>
internal sealed record RunView(
    string Id,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    string Application,
    long Bytes,
    long Logs,
    long Spans,
    long Points,
    long Dropped,
    bool IsCurrent,
    bool IsImported);

/// <summary>The API's JSON, generated at build: a process starts faster without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ApplicationView))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(CommandRequest))]
[JsonSerializable(typeof(CommandOutcome))]
[JsonSerializable(typeof(ResourceView[]))]
[JsonSerializable(typeof(ResourceSecrets))]
[JsonSerializable(typeof(SenderView[]))]
[JsonSerializable(typeof(RunView[]))]
[JsonSerializable(typeof(TracePage))]
[JsonSerializable(typeof(ComparisonAnswer))]
[JsonSerializable(typeof(ImportAnswer))]
[JsonSerializable(typeof(InstrumentView[]))]
[JsonSerializable(typeof(SeriesAnswer))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ApiJson : JsonSerializerContext;
