using System.Text.Json;
using Aspire.Hosting;
using Microsoft.Extensions.Configuration;

namespace Thesis.Hosting.DotNet;

/// <summary>The launch profile a project is run with.</summary>
internal sealed record SelectedLaunchProfile(string Name, LaunchProfile Profile)
{
    private static readonly JsonSerializerOptions Lenient = new() { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public string[] Arguments => Profile.CommandLineArgs?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>The profile named, else the AppHost's own choice, else the first that runs the project; null when there is none.</summary>
    /// <exception cref="DistributedApplicationException">There is none of the name given.</exception>
    public static SelectedLaunchProfile? Of(IProjectMetadata project, string? name, IConfiguration configuration)
    {
        var profiles = (project.LaunchSettings ?? Read(project.ProjectPath))?.Profiles ?? [];
        if (name is not null)
        {
            return profiles.TryGetValue(name, out var named)
                ? new SelectedLaunchProfile(name, named)
                : throw new DistributedApplicationException($"The project '{project.ProjectPath}' has no launch profile '{name}'.");
        }

        var preferred = configuration["AppHost:DefaultLaunchProfileName"] ?? configuration["DOTNET_LAUNCH_PROFILE"];
        if (preferred is not null && profiles.TryGetValue(preferred, out var own))
        {
            return new SelectedLaunchProfile(preferred, own);
        }

        var first = profiles.FirstOrDefault(p => p.Value.CommandName is null or "" or "Project" or "Executable");
        return first.Key is null ? null : new SelectedLaunchProfile(first.Key, first.Value);
    }

    /// <summary>Its addresses by endpoint name: the scheme, and a number from the second of a scheme on.</summary>
    public IEnumerable<(string Name, Uri Address)> Endpoints()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in Profile.ApplicationUrl?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var address = new Uri(text.Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal));
            var count = counts[address.Scheme] = counts.GetValueOrDefault(address.Scheme) + 1;
            yield return (count == 1 ? address.Scheme : $"{address.Scheme}{count}", address);
        }
    }

    private static LaunchSettings? Read(string projectPath)
    {
        var path = Path.Combine(Path.GetDirectoryName(projectPath) ?? "", "Properties", "launchSettings.json");
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<LaunchSettings>(File.ReadAllText(path), Lenient);
        }
        catch (JsonException e)
        {
            throw new DistributedApplicationException($"The launch settings '{path}' cannot be read: {e.Message}", e);
        }
    }
}
