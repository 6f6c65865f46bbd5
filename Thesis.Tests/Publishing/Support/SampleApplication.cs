using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Thesis.Hosting.Publishing;
using Thesis.Hosting.Publishing.Manifest;

namespace Thesis.Publishing.Tests.Support;

/// <summary>An AppHost in a directory of its own, with projects that exist only as files, published to a manifest.</summary>
internal sealed class SampleApplication : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("thesis-publishing-");

    public SampleApplication(string name, params string[] args)
    {
        AppHostDirectory = Path.Combine(_root.FullName, name);
        Directory.CreateDirectory(AppHostDirectory);
        Builder = DistributedApplicationTestingBuilder.Create(
            ["--operation", "publish", .. args],
            (options, settings) =>
            {
                options.ProjectDirectory = AppHostDirectory;
                settings.ApplicationName = name;
                settings.EnvironmentName = "Production";
            });
        Builder.Configuration["AppHost:Sha256"] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}.csproj")));
    }

    public IDistributedApplicationTestingBuilder Builder { get; }

    public string AppHostDirectory { get; }

    public string Root => _root.FullName;

    /// <summary>Makes a project beside the AppHost; its path from there.</summary>
    public string Project(string folder, bool isWeb)
    {
        var directory = Path.Combine(_root.FullName, folder);
        Directory.CreateDirectory(Path.Combine(directory, "Properties"));
        File.WriteAllText(Path.Combine(directory, $"{folder}.csproj"), "<Project Sdk=\"Microsoft.NET.Sdk\" />");
        var address = isWeb ? ", \"applicationUrl\": \"https://localhost:7001;http://localhost:5001\"" : "";
        File.WriteAllText(
            Path.Combine(directory, "Properties", "launchSettings.json"),
            $$"""{ "profiles": { "own": { "commandName": "Project"{{address}} } } }""");
        return $"../{folder}/{folder}.csproj";
    }

    /// <summary>Makes a directory with a file in it; its path from the AppHost.</summary>
    public string Folder(string folder, params string[] files)
    {
        var directory = Path.Combine(_root.FullName, folder);
        Directory.CreateDirectory(directory);
        foreach (var file in files)
        {
            File.WriteAllText(Path.Combine(directory, file), "{}");
        }

        return $"../{folder}";
    }

    /// <summary>The manifest's text.</summary>
    public async Task<string> ManifestAsync()
    {
        await using var app = await Builder.BuildAsync();
        var model = app.Services.GetRequiredService<DistributedApplicationModel>();
        await Builder.Eventing.PublishAsync(new BeforeStartEvent(app.Services, model));
        var path = Path.Combine(AppHostDirectory, "aspire-manifest.json");
        await ManifestWriter.WriteAsync(
            model,
            app.Services.GetRequiredService<DistributedApplicationExecutionContext>(),
            path,
            CancellationToken.None);
        return await File.ReadAllTextAsync(path);
    }

    public void Dispose() => _root.Delete(recursive: true);
}

/// <summary>Parts of manifests, as text.</summary>
internal static class ManifestText
{
    /// <summary>A manifest that real Aspire wrote.</summary>
    public static string Sample(string name) => File.ReadAllText(Path.Combine(Repository.Samples, $"manifest-{name}.json")).TrimEnd();

    /// <summary>A manifest with only the resources named, in its own order and formatting.</summary>
    public static string Only(string manifest, params string[] names) => Select(manifest, names.Contains);

    /// <summary>A manifest without the resources named.</summary>
    public static string Without(string manifest, params string[] names) => Select(manifest, n => !names.Contains(n));

    private static string Select(string manifest, Predicate<string> wanted)
    {
        using var document = JsonDocument.Parse(manifest);
        var text = new StringBuilder("{\n  \"resources\": {");
        var separator = "";
        foreach (var resource in document.RootElement.GetProperty("resources").EnumerateObject().Where(r => wanted(r.Name)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{separator}\n    \"{resource.Name}\": {resource.Value.GetRawText()}");
            separator = ",";
        }

        return text.Append("\n  }\n}").ToString();
    }
}
