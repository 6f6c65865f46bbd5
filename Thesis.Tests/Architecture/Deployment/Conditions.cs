using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Thesis.Architecture.Tests.Deployment;

/// <summary>A test for each overlay, which needs a kubectl whose Kustomize reads today's files.</summary>
public sealed class KustomizeTheoryAttribute : TheoryAttribute
{
    private const int OldestMinor = 24;

    private static readonly string? _reason = Reason();

    public KustomizeTheoryAttribute() => Skip = _reason;

    private static string? Reason()
    {
        try
        {
            using var kubectl = Process.Start(new ProcessStartInfo("kubectl", ["version", "--client", "-o", "json"]) { RedirectStandardOutput = true, RedirectStandardError = true });
            var version = JsonNode.Parse(kubectl!.StandardOutput.ReadToEnd())?["clientVersion"];
            return int.TryParse(((string?)version?["minor"])?.TrimEnd('+'), out var minor) && minor >= OldestMinor
                ? null
                : $"kubectl {version?["gitVersion"]} cannot render the overlays: 1.{OldestMinor} or newer is needed.";
        }
        catch (Win32Exception)
        {
            return $"kubectl is not installed: 1.{OldestMinor} or newer renders the overlays.";
        }
    }
}

/// <summary>A test that needs Aspire's published schema of manifests, which is not part of the repository.</summary>
public sealed class SchemaFactAttribute : FactAttribute
{
    public static readonly string File = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", "aspire", "aspire-8.0.schema.json"));

    public SchemaFactAttribute() => Skip = System.IO.File.Exists(File) ? null : $"The schema of Aspire's manifests is not at {File}.";
}
