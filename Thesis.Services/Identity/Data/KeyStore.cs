using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Data;

/// <summary>
/// The provider's keys, in the database, shared by all replicas. A key's successor is published an hour before it is used,
/// and a key that is no longer used is kept for as long as what it signed or encrypted may come back.
/// </summary>
internal sealed class KeyStore(IdentityDatabase database, IDataProtectionProvider protection, IOptions<ProviderOptions> options, TimeProvider time)
{
    private static readonly TimeSpan PublishedBeforeUse = TimeSpan.FromHours(1);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly IDataProtector _protector = protection.CreateProtector("Thesis.Identity.Keys.v1");

    /// <summary>The keys that are in use, will be or were. The first to ask makes them; later, whoever finds one near its end makes the next.</summary>
    /// <exception cref="InvalidOperationException">They cannot be read: they were protected with another certificate.</exception>
    public async Task<IReadOnlyList<(KeyUse Use, X509Certificate2 Certificate)>> LoadAsync(CancellationToken cancellationToken)
    {
        var keys = await ReadAsync(cancellationToken);
        if (Enum.GetValues<KeyUse>().Any(use => NeedsSuccessor(keys, use)))
        {
            keys = await RenewAsync(cancellationToken);
        }

        return [.. keys.Select(key => (key.Use, Unprotect(key)))];
    }

    private Task<List<KeyCertificate>> ReadAsync(CancellationToken cancellationToken)
    {
        var needed = time.GetUtcNow() - options.Value.RefreshTokenLife;
        return database.KeyCertificates.AsNoTracking().Where(key => key.NotAfter > needed).ToListAsync(cancellationToken);
    }

    private bool NeedsSuccessor(IEnumerable<KeyCertificate> keys, KeyUse use) =>
        !keys.Any(key => key.Use == use && key.NotAfter - time.GetUtcNow() > options.Value.KeyLife / 3);

    private async Task<List<KeyCertificate>> RenewAsync(CancellationToken cancellationToken)
    {
        await using var turn = await database.TakeTurnAsync(cancellationToken);
        var keys = await ReadAsync(cancellationToken);
        foreach (var use in Enum.GetValues<KeyUse>().Where(use => NeedsSuccessor(keys, use)))
        {
            var made = Make(use, isFirst: !keys.Any(key => key.Use == use && key.NotAfter > time.GetUtcNow()));
            database.Add(made);
            keys.Add(made);
        }

        await database.SaveChangesAsync(cancellationToken);
        await turn.CommitAsync(cancellationToken);
        return keys;
    }

    private KeyCertificate Make(KeyUse use, bool isFirst)
    {
        var notBefore = isFirst ? time.GetUtcNow() - ClockSkew : time.GetUtcNow() + PublishedBeforeUse;
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN=thesis identity {use}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            use == KeyUse.Signing ? X509KeyUsageFlags.DigitalSignature : X509KeyUsageFlags.KeyEncipherment, critical: true));
        using var certificate = request.CreateSelfSigned(notBefore, notBefore + options.Value.KeyLife);
        return new KeyCertificate
        {
            Id = certificate.Thumbprint,
            Use = use,
            NotBefore = notBefore,
            NotAfter = notBefore + options.Value.KeyLife,
            ProtectedPfx = _protector.Protect(certificate.Export(X509ContentType.Pkcs12)),
        };
    }

    private X509Certificate2 Unprotect(KeyCertificate key)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12(_protector.Unprotect(key.ProtectedPfx), null);
        }
        catch (CryptographicException unreadable)
        {
            throw new InvalidOperationException(
                "The keys in identity.key_certificates cannot be read. Set Identity__KeyCertificate to the certificate they were "
                + "protected with; or delete them, which signs everybody out.",
                unreadable);
        }
    }
}
