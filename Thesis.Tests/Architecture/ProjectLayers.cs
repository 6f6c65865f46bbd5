using System.Text.RegularExpressions;

namespace Thesis.Architecture.Tests;

/// <summary>Which project may be built on which, by the map of the repository.</summary>
internal static partial class ProjectLayers
{
    private const string Platform = "platform/";

    // The AppHost, the tests and the benches may use everything.
    private static readonly Dictionary<string, string[]> _mayUse = new()
    {
        [Platform] = [Platform],
        ["Thesis.Contracts/"] = [],
        ["Thesis.ServiceDefaults/"] = ["Thesis.Contracts/", Platform],
        ["Thesis.Services/"] = ["Thesis.ServiceDefaults/", "Thesis.Contracts/", Platform],
        ["Thesis.OptEngine/"] = ["Thesis.ServiceDefaults/", "Thesis.Contracts/", Platform],
        ["Thesis.Realtime/"] = ["Thesis.ServiceDefaults/", "Thesis.Contracts/", Platform],
        ["Thesis.Bff/"] = ["Thesis.ServiceDefaults/", "Thesis.Contracts/", Platform],
    };

    /// <summary>References upwards or sideways, and code of platform/ that names what is thesis's own, as "path: what".</summary>
    public static IReadOnlyList<string> Violations(IEnumerable<SourceFile> files) =>
        [.. files.SelectMany(f => WrongReferences(f).Concat(WrongNames(f)).Select(what => $"{f.Path}: {what}"))];

    private static IEnumerable<string> WrongReferences(SourceFile file)
    {
        var allowed = _mayUse.FirstOrDefault(l => file.Path.StartsWith(l.Key, StringComparison.Ordinal)).Value;
        return allowed is null || !file.Path.EndsWith(".csproj", StringComparison.Ordinal)
            ? []
            : ProjectReference().Matches(file.Text).Select(m => m.Groups[1].Value.Replace("$(RepoRoot)", "", StringComparison.Ordinal))
                .Where(target => !allowed.Any(a => target.StartsWith(a, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> WrongNames(SourceFile file) =>
        file.Path.StartsWith(Platform, StringComparison.Ordinal) && file.Path.EndsWith(".cs", StringComparison.Ordinal)
            ? ThesisName().Matches(file.Text).Select(m => m.Value)
            : [];

    [GeneratedRegex(@"<ProjectReference\s+Include=""([^""]+)""")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"\bThesis\.(?:Contracts|ServiceDefaults|Services|OptEngine|Realtime|Bff|AppHost)\b")]
    private static partial Regex ThesisName();
}
