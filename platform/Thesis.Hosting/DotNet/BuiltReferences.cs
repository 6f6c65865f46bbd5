using System.Text.Json;

namespace Thesis.Hosting.DotNet;

/// <summary>Tells whether the projects that a project refers to are built as their sources stand, so that a build may leave them out.</summary>
internal static class BuiltReferences
{
    private static readonly string[] SourceEndings = [".cs", ".csproj", ".props", ".targets", ".proto", ".sql", ".json", ".resx", ".razor", ".lua"];
    private static readonly string[] OutputFolders = ["bin", "obj", "node_modules"];

    /// <summary>False also when it cannot be told.</summary>
    /// <param name="projectPath">The project, restored once.</param>
    /// <param name="configuration">Of the build, e.g. "Release".</param>
    public static bool AreCurrent(string projectPath, string configuration)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(projectPath)) ?? "/";
        var assets = Path.Combine(folder, "obj", "project.assets.json");
        return File.Exists(assets) && ReferencesIn(assets)
            .Select(reference => Path.GetDirectoryName(Path.GetFullPath(reference, folder)) ?? folder)
            .All(reference => IsCurrent(reference, configuration));
    }

    /// <summary>The projects referred to, directly or not, as the last restore found them.</summary>
    private static List<string> ReferencesIn(string assets)
    {
        using var stream = File.OpenRead(assets);
        using var document = JsonDocument.Parse(stream);
        return
        [
            .. document.RootElement.GetProperty("libraries").EnumerateObject()
                .Select(library => library.Value.TryGetProperty("msbuildProject", out var path) ? path.GetString() : null)
                .OfType<string>(),
        ];
    }

    private static bool IsCurrent(string folder, string configuration)
    {
        var output = Path.Combine(folder, "obj", configuration);
        if (!Directory.Exists(output))
        {
            return false;
        }

        var built = Directory.EnumerateFiles(output, "*.dll", SearchOption.AllDirectories).Select(File.GetLastWriteTimeUtc).DefaultIfEmpty(DateTime.MinValue).Max();
        return Sources(folder).All(file => File.GetLastWriteTimeUtc(file) <= built);
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(folder).Where(file => SourceEndings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Concat(Directory.EnumerateDirectories(folder).Where(child => !OutputFolders.Contains(Path.GetFileName(child))).SelectMany(Sources));
}
