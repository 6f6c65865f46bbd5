using System.Text.Json;
using System.Text.Json.Serialization;

namespace Thesis.Dashboard.Storage;

/// <summary>What is known of a run without reading it: <c>run.json</c> in its folder.</summary>
internal sealed record RunInfo
{
    public const string FileName = "run.json";

    public required string Id { get; init; }

    public required string Application { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it runs, and for ever when its dashboard was killed.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Read from a file instead of received.</summary>
    public bool IsImported { get; init; }

    public long Logs { get; init; }

    public long Spans { get; init; }

    public long Points { get; init; }

    /// <summary>Records that had to make room.</summary>
    public long Dropped { get; init; }

    /// <summary>Records that a user cleared.</summary>
    public IReadOnlyList<ClearedRecords> Cleared { get; init; } = [];

    /// <summary>Null when the folder is none of a run, or its file is harmed.</summary>
    public static RunInfo? TryRead(string folder)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(folder, FileName));
            return JsonSerializer.Deserialize(file, RunJson.Default.RunInfo);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">The disk is full.</exception>
    public void Write(string folder)
    {
        var path = Path.Combine(folder, FileName);
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Default.RunInfo));
        File.Move(path + ".new", path, overwrite: true);
    }
}

/// <summary>Records of a sender below an id, which are no longer shown.</summary>
/// <param name="Signal"><c>logs</c>, <c>traces</c>, <c>metrics</c> or <c>console</c>.</param>
internal sealed record ClearedRecords(string Signal, int Resource, long BeforeId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RunInfo))]
internal sealed partial class RunJson : JsonSerializerContext;
