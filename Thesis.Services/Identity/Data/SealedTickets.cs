using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Thesis.Services.Identity.Data;

/// <summary>
/// What a browser carries from one form to the next and can neither read nor make: sealed, with the time it was made. One purpose's
/// ticket is none for another.
/// </summary>
internal sealed class SealedTickets(IDataProtectionProvider protection, TimeProvider time, string purpose)
{
    private readonly IDataProtector _protector = protection.CreateProtector($"thesis ticket {purpose}");

    /// <summary>How long one is good.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromMinutes(5);

    public string Seal(string text) => _protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().UtcTicks}|{text}"));

    /// <summary>What was sealed, and when; null when it is too old or none of ours.</summary>
    public (string Text, DateTimeOffset At)? Open(string? ticket)
    {
        try
        {
            var parts = _protector.Unprotect(ticket ?? "").Split('|', 2);
            var at = new DateTimeOffset(long.Parse(parts[0], CultureInfo.InvariantCulture), TimeSpan.Zero);
            return time.GetUtcNow() - at < Life ? (parts[1], at) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
