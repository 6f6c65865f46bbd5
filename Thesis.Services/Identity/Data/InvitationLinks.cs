using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Thesis.Services.Identity.Domain;
using Thesis.Services.Shared.Mail;

namespace Thesis.Services.Identity.Data;

/// <summary>
/// The links of invitations: the id and the key, sealed with a key of the service, so that nobody makes one and nobody reads one out of
/// the database. When a link ends its row says.
/// </summary>
internal sealed class InvitationLinks(IDataProtectionProvider protection, PublicLinks links)
{
    public const string Path = "/account/invitation";

    private const int KeyBytes = 16;

    private readonly IDataProtector _codes = protection.CreateProtector("thesis invitation");

    /// <summary>A key for a new link; the links before it are no longer good.</summary>
    public static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));

    public string Code(Invitation invitation) => _codes.Protect(string.Create(CultureInfo.InvariantCulture, $"{invitation.Id}|{invitation.Key}"));

    public Uri To(Invitation invitation) => links.To(QueryHelpers.AddQueryString(Path, "code", Code(invitation)));

    /// <summary>What a link says; null when it is not one of ours.</summary>
    public (long Id, string Key)? Read(string? code)
    {
        try
        {
            var parts = _codes.Unprotect(code ?? "").Split('|', 2);
            return (long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
