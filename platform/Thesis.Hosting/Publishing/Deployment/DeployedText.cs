using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Publishing.Deployment;

/// <summary>A value as a deployment has it: text, with secrets that are only named, and the endpoints it leads to.</summary>
/// <param name="Pieces">The text, in pieces.</param>
/// <param name="Endpoints">What it leads to.</param>
internal sealed record DeployedText(IReadOnlyList<TextPiece> Pieces, IReadOnlyList<EndpointReference> Endpoints)
{
    public bool HasSecrets => Pieces.Any(p => p.Secret is not null);

    public IEnumerable<ParameterResource> Secrets => Pieces.Select(p => p.Secret).OfType<ParameterResource>().Distinct();

    /// <summary>The text, with what a function makes of each secret and its format.</summary>
    public string Render(Func<ParameterResource, string?, string> secret) =>
        string.Concat(Pieces.Select(p => p.Secret is { } parameter ? secret(parameter, p.Format) : p.Text));

    /// <summary>The text of a value without secrets.</summary>
    public string Plain() => Render((p, _) => throw new InvalidOperationException($"'{p.Name}' is a secret."));
}

/// <summary>A text, or a secret in a format.</summary>
internal sealed record TextPiece(string Text, ParameterResource? Secret = null, string? Format = null);
