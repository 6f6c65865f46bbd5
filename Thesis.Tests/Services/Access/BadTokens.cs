using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Access;

/// <summary>Tokens that nobody may get in with, though each names an administrator.</summary>
internal static class BadTokens
{
    private static readonly string[] Admin = [Roles.Admin, Roles.Service];

    /// <param name="issuer">The issuer that the services trust.</param>
    /// <param name="other">One that they do not.</param>
    public static IReadOnlyList<(string What, string? Token)> Of(TokenIssuer issuer, TokenIssuer other)
    {
        var good = issuer.Sign("user-owner", Admin).Split('.');
        var weak = issuer.Sign("user-owner", []).Split('.');
        return
        [
            ("no token", null),
            ("a token that is none", "nonsense"),
            ("an expired token", issuer.Sign("user-owner", Admin, lifetime: TimeSpan.FromMinutes(-5))),
            ("a token for another audience", issuer.Sign("user-owner", Admin, audience: "elsewhere")),
            ("a token of another issuer", other.Sign("user-owner", Admin)),
            ("a token forged in the issuer's name", other.Sign("user-owner", Admin, issuer: issuer.Address)),
            ("an identity token", issuer.Sign("user-owner", Admin, type: "JWT")),
            ("a token without a signature", $"{Part(new { alg = "none", typ = "at+jwt" })}.{good[1]}."),
            ("a token whose claims were exchanged", $"{weak[0]}.{good[1]}.{weak[2]}"),
            ("a token signed with what is public", SignedWithPublicKey(issuer, good[1])),
        ];
    }

    /// <summary>The keys are published: a verifier that lets the token choose the algorithm takes one as a shared secret.</summary>
    private static string SignedWithPublicKey(TokenIssuer issuer, string claims)
    {
        var text = $"{Part(new { alg = "HS256", typ = "at+jwt", kid = "tests" })}.{claims}";
        return $"{text}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(issuer.Modulus, Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Part(object json) => Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(json));
}
