using System.Text.RegularExpressions;

namespace Thesis.Architecture.Tests;

/// <summary>Which project may be built on which, by the map of the repository.</summary>
internal static partial class ProjectLayers
{
    // The AppHost and the tests may use everything.
    private static readonly Dictionary<string, string[]> _mayUse = new()
    {
        ["Thesis.Contracts/"] = [],
        ["Thesis.ServiceDefaults/"] = ["Thesis.Contracts/"],
        ["Thesis.Services/"] = ["Thesis.ServiceDefaults/", "Thesis.Contracts/"],
        ["Thesis.OptEngine/"] = ["Thesis.ServiceDefaults/", "Thesis.Contracts/"],
        ["Thesis.Realtime/"] = ["Thesis.ServiceDefaults/", "Thesis.Contracts/"],
        ["Thesis.Bff/"] = ["Thesis.ServiceDefaults/", "Thesis.Contracts/"],
    };

    /// <summary>References upwards or sideways, as "path: what".</summary>
    public static IReadOnlyList<string> Violations(IEnumerable<SourceFile> files) =>
        [.. files.SelectMany(f => WrongReferences(f).Select(what => $"{f.Path}: {what}"))];

    private static IEnumerable<string> WrongReferences(SourceFile file)
    {
        var allowed = _mayUse.FirstOrDefault(l => file.Path.StartsWith(l.Key, StringComparison.Ordinal)).Value;
        return allowed is null || !file.Path.EndsWith(".csproj", StringComparison.Ordinal)
            ? []
            : ProjectReference().Matches(file.Text).Select(m => m.Groups[1].Value.Replace("$(RepoRoot)", "", StringComparison.Ordinal))
                .Where(target => !allowed.Any(a => target.StartsWith(a, StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"<ProjectReference\s+Include=""([^""]+)""")]
    private static partial Regex ProjectReference();
}
