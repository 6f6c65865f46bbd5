using System.Text.Json;
using Aspire.Hosting;

namespace Thesis.Hosting.Publishing.Sbom;

/// <summary>The packages of a .NET project, from what its restore wrote down.</summary>
internal static class NuGetPackages
{
    /// <summary>Every package that the project runs with, direct or not.</summary>
    /// <exception cref="DistributedApplicationException">The project has not been restored.</exception>
    public static IReadOnlyList<SbomComponent> Of(string projectPath)
    {
        var assets = Path.Combine(Path.GetDirectoryName(projectPath) ?? "/", "obj", "project.assets.json");
        if (!File.Exists(assets))
        {
            throw new DistributedApplicationException($"The project '{projectPath}' has not been restored: run dotnet restore '{projectPath}'.");
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(assets));
        var libraries = document.RootElement.GetProperty("libraries");
        var target = document.RootElement.GetProperty("targets").EnumerateObject().First().Value;
        var packages = new Dictionary<string, SbomComponent>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in target.EnumerateObject().Where(e => IsShipped(e.Value)))
        {
            var (name, version) = (entry.Name[..entry.Name.IndexOf('/', StringComparison.Ordinal)], entry.Name[(entry.Name.IndexOf('/', StringComparison.Ordinal) + 1)..]);
            packages[name] = new SbomComponent($"pkg:nuget/{Uri.EscapeDataString(name)}@{version}", name, version, Hash(libraries.GetProperty(entry.Name)));
        }

        foreach (var entry in target.EnumerateObject())
        {
            var name = entry.Name[..entry.Name.IndexOf('/', StringComparison.Ordinal)];
            if (packages.TryGetValue(name, out var package) && entry.Value.TryGetProperty("dependencies", out var dependencies))
            {
                package.Needs.AddRange(dependencies.EnumerateObject().Select(d => packages.GetValueOrDefault(d.Name)?.Purl).OfType<string>());
            }
        }

        return [.. packages.Values.OrderBy(p => p.Purl, StringComparer.Ordinal)];
    }

    /// <summary>A package with files for run time; others only build.</summary>
    private static bool IsShipped(JsonElement entry) =>
        entry.GetProperty("type").GetString() == "package"
        && (entry.TryGetProperty("runtime", out _) || entry.TryGetProperty("runtimeTargets", out _) || entry.TryGetProperty("native", out _));

    private static string? Hash(JsonElement library) =>
        library.TryGetProperty("sha512", out var hash) && hash.GetString() is { Length: > 0 } base64
            ? Convert.ToHexStringLower(Convert.FromBase64String(base64))
            : null;
}
