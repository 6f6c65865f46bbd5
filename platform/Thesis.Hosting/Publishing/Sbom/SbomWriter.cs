using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.Publishing.Deployment;

namespace Thesis.Hosting.Publishing.Sbom;

/// <summary>Writes what each image is made of: CycloneDX 1.6, one file an image.</summary>
internal static class SbomWriter
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static async Task<IReadOnlyList<string>> WriteAsync(Publication publication, string directory, CancellationToken cancellationToken)
    {
        var model = await DeploymentModel.OfAsync(publication, cancellationToken).ConfigureAwait(false);
        var appHost = publication.Configuration["AppHost:Directory"] ?? publication.Environment.ContentRootPath;
        var version = publication.Configuration["Publishing:ImageTag"] is { Length: > 0 } tag ? tag : "0.0.0-dev";
        var output = new OutputDirectory(directory);
        foreach (var workload in model.Workloads.Where(w => w.IsOwn).DistinctBy(w => w.Image))
        {
            output.Write($"{workload.Image}.cdx.json", Text(workload.Image, version, Components(workload, appHost)));
        }

        return output.Files;
    }

    /// <summary>The packages of a workload: its project's or program's, and those of what is copied into its image.</summary>
    private static SbomComponent[] Components(Workload workload, string appHost)
    {
        var directory = workload.Resource.Annotations.OfType<DockerfileBuildAnnotation>().LastOrDefault()?.ContextPath;
        var lockfiles = workload.Settings.Lockfiles.Select(l => Path.GetFullPath(l, appHost)).ToList();
        if (directory is not null && File.Exists(Path.Combine(directory, "package-lock.json")))
        {
            lockfiles.Add(Path.Combine(directory, "package-lock.json"));
        }

        if (lockfiles.FirstOrDefault(l => !File.Exists(l)) is { } missing)
        {
            throw new DistributedApplicationException($"{DeploymentSettings.FileName}: resources.{workload.Name}.lockfiles names '{missing}', which does not exist.");
        }

        var project = workload.Resource.Annotations.OfType<IProjectMetadata>().LastOrDefault();
        var packages = project is null ? [] : NuGetPackages.Of(project.ProjectPath);
        return [.. packages.Concat(lockfiles.SelectMany(NpmLockfile.Of)).DistinctBy(c => c.Purl)];
    }

    /// <summary>The same packages give the same text, serial number included: a change in the file is a change in the image.</summary>
    private static string Text(string name, string version, SbomComponent[] components)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            writer.WriteStartObject();
            writer.WriteString("bomFormat", "CycloneDX");
            writer.WriteString("specVersion", "1.6");
            writer.WriteString("serialNumber", $"urn:uuid:{Serial(name, version, components)}");
            writer.WriteNumber("version", 1);
            writer.WriteStartObject("metadata");
            writer.WriteStartObject("component");
            writer.WriteString("type", "container");
            writer.WriteString("bom-ref", name);
            writer.WriteString("name", name);
            writer.WriteString("version", version);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteStartArray("components");
            foreach (var component in components)
            {
                WriteComponent(writer, component);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("dependencies");
            WriteDependency(writer, name, components.Select(c => c.Purl).Except(components.SelectMany(c => c.Needs)));
            foreach (var component in components)
            {
                WriteDependency(writer, component.Purl, component.Needs);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void WriteComponent(Utf8JsonWriter writer, SbomComponent component)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "library");
        writer.WriteString("bom-ref", component.Purl);
        writer.WriteString("name", component.Name);
        writer.WriteString("version", component.Version);
        if (component.Sha512 is { } hash)
        {
            writer.WriteStartArray("hashes");
            writer.WriteStartObject();
            writer.WriteString("alg", "SHA-512");
            writer.WriteString("content", hash);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        writer.WriteString("purl", component.Purl);
        writer.WriteEndObject();
    }

    private static void WriteDependency(Utf8JsonWriter writer, string reference, IEnumerable<string> needs)
    {
        writer.WriteStartObject();
        writer.WriteString("ref", reference);
        writer.WriteStartArray("dependsOn");
        foreach (var need in needs.Distinct().Order(StringComparer.Ordinal))
        {
            writer.WriteStringValue(need);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static Guid Serial(string name, string version, SbomComponent[] components)
    {
        var content = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', components.Select(c => c.Purl).Prepend($"{name}@{version}"))));
        return new Guid(content.AsSpan(0, 16));
    }
}
