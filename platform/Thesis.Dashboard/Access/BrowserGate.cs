using System.Security.Cryptography;

namespace Thesis.Dashboard.Access;

/// <summary>Knows the token that signs browsers in.</summary>
internal sealed class BrowserGate(DashboardOptions options)
{
    /// <summary>Null when everybody is let in.</summary>
    public string? Token { get; } = options.AllowAnonymous ? null : options.BrowserToken ?? RandomNumberGenerator.GetHexString(32, lowercase: true);
}
