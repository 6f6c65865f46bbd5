using System.Text.Json;

namespace Thesis.Hosting.Publishing.Sbom;

/// <summary>The packages of a JavaScript program, from its lockfile.</summary>
internal static class NpmLockfile
{
    private const string Folder = "node_modules/";
    private const string Sha512 = "sha512-";

    /// <summary>Every package that the program runs with; those for development are left out.</summary>
    public static IReadOnlyList<SbomComponent> Of(string lockfile)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(lockfile));
        var entries = document.RootElement.GetProperty("packages").EnumerateObject()
            .Where(e => e.Name.Contains(Folder, StringComparison.Ordinal) && !IsTrue(e.Value, "dev") && !IsTrue(e.Value, "link") && e.Value.TryGetProperty("version", out _))
            .ToArray();
        var byPlace = new Dictionary<string, SbomComponent>(StringComparer.Ordinal);
        var byPurl = new SortedDictionary<string, SbomComponent>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var name = entry.Value.TryGetProperty("name", out var alias) ? alias.GetString() ?? "" : entry.Name[(entry.Name.LastIndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..];
            var version = entry.Value.GetProperty("version").GetString() ?? "";
            var purl = $"pkg:npm/{name.Replace("@", "%40", StringComparison.Ordinal)}@{version}";
            if (!byPurl.TryGetValue(purl, out var component))
            {
                byPurl[purl] = component = new SbomComponent(purl, name, version, Hash(entry.Value));
            }

            byPlace[entry.Name] = component;
        }

        foreach (var entry in entries)
        {
            Connect(entry.Name, entry.Value, byPlace);
        }

        return [.. byPurl.Values];
    }

    private static void Connect(string place, JsonElement entry, Dictionary<string, SbomComponent> byPlace)
    {
        if (!entry.TryGetProperty("dependencies", out var dependencies))
        {
            return;
        }

        foreach (var dependency in dependencies.EnumerateObject())
        {
            if (Resolve(place, dependency.Name, byPlace) is { } needed && !byPlace[place].Needs.Contains(needed.Purl))
            {
                byPlace[place].Needs.Add(needed.Purl);
            }
        }
    }

    /// <summary>Looks for a package as Node does: in the folder's own packages, then in those of each folder above.</summary>
    private static SbomComponent? Resolve(string place, string name, Dictionary<string, SbomComponent> byPlace)
    {
        for (var at = place; ; at = at[..Math.Max(0, at.LastIndexOf($"/{Folder}", StringComparison.Ordinal))])
        {
            if (byPlace.TryGetValue(at.Length == 0 ? $"{Folder}{name}" : $"{at}/{Folder}{name}", out var found))
            {
                return found;
            }

            if (at.Length == 0)
            {
                return null;
            }
        }
    }

    private static bool IsTrue(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Hash(JsonElement entry) =>
        entry.TryGetProperty("integrity", out var integrity) && integrity.GetString() is { } text && text.StartsWith(Sha512, StringComparison.Ordinal)
            ? Convert.ToHexStringLower(Convert.FromBase64String(text[Sha512.Length..]))
            : null;
}
