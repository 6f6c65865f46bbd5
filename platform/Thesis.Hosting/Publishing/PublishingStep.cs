using Aspire.Hosting;
using Thesis.Hosting.Publishing.Compose;
using Thesis.Hosting.Publishing.Kubernetes;
using Thesis.Hosting.Publishing.Manifest;
using Thesis.Hosting.Publishing.Sbom;

namespace Thesis.Hosting.Publishing;

/// <summary>One thing that can be written of an application.</summary>
/// <param name="Name">What <c>--step</c> calls it.</param>
/// <param name="Publisher">What <c>--publisher</c> calls it.</param>
/// <param name="Output">What <c>--output-path</c> names.</param>
/// <param name="Description">What it writes, for people.</param>
/// <param name="Publish">Writes it to a path; returns the files written.</param>
internal sealed record PublishingStep(
    string Name,
    string Publisher,
    string Output,
    string Description,
    Func<Publication, string, CancellationToken, Task<IReadOnlyList<string>>> Publish)
{
    private const string ManifestFile = "aspire-manifest.json";

    public static IReadOnlyList<PublishingStep> All { get; } =
    [
        new("publish-manifest", "manifest", "file (ending in .json) or directory", $"{ManifestFile}, for azd and Aspirate", ManifestAsync),
        new("publish-kubernetes", "kubernetes", "directory", "a Kustomize base and overlays for Kubernetes", KubernetesWriter.WriteAsync),
        new("publish-compose", "compose", "directory", "a Compose file for one machine", ComposeWriter.WriteAsync),
        new("publish-azd", "azd", "directory", "azure.yaml, for azd", AzdWriter.WriteAsync),
        new("publish-sbom", "sbom", "directory", "what each image is made of (CycloneDX)", SbomWriter.WriteAsync),
    ];

    /// <summary>Its name and what it writes, for people.</summary>
    public string ToLine() => $"{Name,-22} {Description}";

    /// <summary>The step asked for by its own name or by its publisher's.</summary>
    public static PublishingStep Choose(string? step, string? publisher)
    {
        var found = !string.IsNullOrEmpty(step)
            ? All.FirstOrDefault(s => string.Equals(s.Name, step, StringComparison.OrdinalIgnoreCase))
            : All.FirstOrDefault(s => string.Equals(s.Publisher, publisher, StringComparison.OrdinalIgnoreCase));
        return found ?? throw new DistributedApplicationException(
            (step, publisher) is (null or "", null or "")
                ? $"Say what to publish: --step with one of {string.Join(", ", All.Select(s => s.Name))}."
                : $"There is no {(string.IsNullOrEmpty(step) ? $"publisher '{publisher}'" : $"step '{step}'")}. There are: {string.Join(", ", All.Select(s => string.IsNullOrEmpty(step) ? s.Publisher : s.Name))}.");
    }

    private static async Task<IReadOnlyList<string>> ManifestAsync(Publication publication, string output, CancellationToken cancellationToken)
    {
        var path = output.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? output : Path.Combine(output, ManifestFile);
        await ManifestWriter.WriteAsync(publication.Model, publication.Execution, path, cancellationToken).ConfigureAwait(false);
        return [path];
    }
}
