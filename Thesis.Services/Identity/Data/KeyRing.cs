using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace Thesis.Services.Identity.Data;

/// <summary>The keys as this process has them; the provider takes new ones at once. Of those that are valid it uses the one that lasts longest.</summary>
internal sealed class KeyRing : IConfigureOptions<OpenIddictServerOptions>, IOptionsChangeTokenSource<OpenIddictServerOptions>, IDisposable
{
    private CancellationTokenSource _changed = new();
    private IReadOnlyList<X509Certificate2> _signing = [];
    private IReadOnlyList<X509Certificate2> _encryption = [];

    public string? Name => Options.DefaultName;

    /// <summary>Reads the keys from the database, and lets the provider take them.</summary>
    public async Task LoadAsync(KeyStore store, CancellationToken cancellationToken)
    {
        var keys = (await store.LoadAsync(cancellationToken)).ToLookup(key => key.Use, key => key.Certificate);
        (_signing, _encryption) = ([.. keys[KeyUse.Signing]], [.. keys[KeyUse.Encryption]]);
        using var told = Interlocked.Exchange(ref _changed, new CancellationTokenSource());
        await told.CancelAsync();
    }

    public void Configure(OpenIddictServerOptions options)
    {
        options.SigningCredentials.AddRange(_signing.Select(key =>
            new SigningCredentials(new X509SecurityKey(key), SecurityAlgorithms.RsaSha256)));
        options.EncryptionCredentials.AddRange(_encryption.Select(key =>
            new EncryptingCredentials(new X509SecurityKey(key), SecurityAlgorithms.RsaOAEP, SecurityAlgorithms.Aes256CbcHmacSha512)));
    }

    public IChangeToken GetChangeToken() => new CancellationChangeToken(Volatile.Read(ref _changed).Token);

    public void Dispose() => _changed.Dispose();
}
