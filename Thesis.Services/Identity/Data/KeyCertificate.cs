namespace Thesis.Services.Identity.Data;

/// <summary>What a key is for.</summary>
internal enum KeyUse
{
    /// <summary>Signs tokens.</summary>
    Signing,

    /// <summary>Encrypts authorization codes and refresh tokens.</summary>
    Encryption,
}

/// <summary>A key of the provider, in a certificate of its own that says from when to when it is used.</summary>
internal sealed class KeyCertificate
{
    /// <summary>The certificate's thumbprint.</summary>
    public required string Id { get; init; }

    public required KeyUse Use { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>PKCS #12, protected by the data-protection keys.</summary>
    public required byte[] ProtectedPfx { get; init; }
}
