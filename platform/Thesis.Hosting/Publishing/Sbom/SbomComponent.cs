namespace Thesis.Hosting.Publishing.Sbom;

/// <summary>A package that is part of an image.</summary>
/// <param name="Purl">Its package URL, which identifies it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha512">Its hash in hexadecimal digits; null when it is not known.</param>
internal sealed record SbomComponent(string Purl, string Name, string Version, string? Sha512)
{
    /// <summary>The package URLs of what it needs.</summary>
    public List<string> Needs { get; } = [];
}
