using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>An image as people write it: <c>registry/name:tag@sha256:digest</c>, all but the name optional.</summary>
internal sealed record ImageReference(string? Registry, string Name, string? Tag, string? Sha256)
{
    private const string DigestMark = "@sha256:";

    public static ImageReference Parse(string image)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(image);
        var (rest, digest) = Split(image, image.IndexOf(DigestMark, StringComparison.Ordinal), DigestMark.Length);
        var lastSlash = rest.LastIndexOf('/');
        var colon = rest.IndexOf(':', lastSlash + 1);
        var (path, tag) = Split(rest, colon, 1);
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var host = slash > 0 ? path[..slash] : null;
        var isRegistry = host is not null && (host.Contains('.', StringComparison.Ordinal) || host.Contains(':', StringComparison.Ordinal) || host == "localhost");
        var name = isRegistry ? path[(slash + 1)..] : path;
        return name.Length > 0
            ? new ImageReference(isRegistry ? host : null, name, tag, digest)
            : throw new ArgumentException($"The image '{image}' has no name.", nameof(image));
    }

    /// <summary>The whole reference of a resource's image; null when it has none.</summary>
    public static string? Of(IResource resource) => resource.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault() is { } image
        ? $"{(string.IsNullOrEmpty(image.Registry) ? "" : $"{image.Registry}/")}{image.Image}{(image.SHA256 is { } sha ? $"{DigestMark}{sha}" : $":{image.Tag ?? "latest"}")}"
        : null;

    private static (string Before, string? After) Split(string text, int at, int length) =>
        at < 0 ? (text, null) : (text[..at], text[(at + length)..]);
}
