using System.Security.Cryptography.X509Certificates;

namespace Thesis.Hosting.DotNet;

/// <summary>
/// The certificate that <c>dotnet dev-certs https</c> makes. Kestrel finds it by itself; here it is only looked for, so that
/// a project that needs it and cannot find it says what to do. Nothing is trusted or told to be.
/// </summary>
internal static class DevelopmentCertificate
{
    /// <summary>The extension that marks it.</summary>
    private const string Mark = "1.3.6.1.4.1.311.84.1.1";

    /// <summary>Whether this user has one that is valid.</summary>
    public static bool Exists(TimeProvider time)
    {
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        try
        {
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // The user has no store yet, so nothing is in it.
            return false;
        }

        var now = time.GetLocalNow().DateTime;
        using var certificates = new Certificates(store.Certificates);
        return certificates.All.Any(c => c.HasPrivateKey && c.NotBefore <= now && now < c.NotAfter && c.Extensions.Any(e => e.Oid?.Value == Mark));
    }

    /// <summary>What to tell when a project that listens with TLS ends badly; null when it does not, or brings a certificate.</summary>
    /// <param name="environment">The variables it gets.</param>
    /// <param name="hasOwn">Whether its settings name a certificate.</param>
    /// <param name="time">The clock.</param>
    public static string? Missing(IReadOnlyDictionary<string, string> environment, bool hasOwn, TimeProvider time)
    {
        var address = environment.Where(v => IsAddress(v.Key)).SelectMany(v => v.Value.Split(';'))
            .FirstOrDefault(a => a.StartsWith("https://", StringComparison.OrdinalIgnoreCase));
        return address is null || hasOwn || environment.Keys.Concat(Inherited()).Any(NamesCertificate) || Exists(time)
            ? null
            : $"It is to listen at {address}, and there is no development certificate. Make one with: dotnet dev-certs https (it is not trusted by that, and need not be for health checks); or give the project no https address.";
    }

    private static IEnumerable<string> Inherited() => Environment.GetEnvironmentVariables().Keys.Cast<string>();

    private static bool IsAddress(string variable) => string.Equals(variable, "ASPNETCORE_URLS", StringComparison.OrdinalIgnoreCase)
        || (variable.StartsWith("Kestrel__Endpoints__", StringComparison.OrdinalIgnoreCase) && variable.EndsWith("__Url", StringComparison.OrdinalIgnoreCase));

    private static bool NamesCertificate(string variable) => variable.Contains("Kestrel__", StringComparison.OrdinalIgnoreCase)
        && variable.Contains("__Certificate", StringComparison.OrdinalIgnoreCase);

    /// <summary>Lets go of certificates that were only looked at.</summary>
    private sealed class Certificates(X509Certificate2Collection all) : IDisposable
    {
        public X509Certificate2Collection All => all;

        public void Dispose()
        {
            foreach (var certificate in all)
            {
                certificate.Dispose();
            }
        }
    }
}
