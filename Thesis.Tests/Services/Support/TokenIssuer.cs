using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Tests.Support;

/// <summary>
/// An OpenID provider as far as the services need one: it publishes its key on a free port, signs users' tokens for the tests
/// and gives service tokens for client credentials. The services validate them as they do in production.
/// </summary>
public sealed class TokenIssuer : IAsyncDisposable
{
    public const string ClientId = "services";
    public const string ClientSecret = "a secret of the tests";

    private readonly RSA rsa = RSA.Create(2048);
    private readonly SigningCredentials credentials;
    private readonly WebApplication app;

    private TokenIssuer()
    {
        var key = new RsaSecurityKey(rsa) { KeyId = "tests" };
        credentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, string>
        {
            ["issuer"] = Address,
            ["jwks_uri"] = $"{Address}/jwks",
            ["token_endpoint"] = $"{Address}/token",
        }));
        app.MapGet("/jwks", () => Results.Json(new { keys = new[] { PublicKey(key) } }));
        app.MapPost("/token", () => Results.Json(new Dictionary<string, object>
        {
            ["access_token"] = Sign($"service-{ClientId}", ["service"]),
            ["token_type"] = "Bearer",
            ["expires_in"] = 3600,
        }));
    }

    /// <summary>The issuer's name and address.</summary>
    public string Address => app.Urls.Single();

    /// <summary>The public key's modulus, as everybody can read it.</summary>
    public byte[] Modulus => rsa.ExportParameters(false).Modulus ?? [];

    public static async Task<TokenIssuer> StartAsync()
    {
        var issuer = new TokenIssuer();
        await issuer.app.StartAsync();
        return issuer;
    }

    /// <summary>A valid token, unless the arguments make it another.</summary>
    /// <param name="lifetime">Negative for a token that has expired.</param>
    /// <param name="issuer">Another issuer's name, for a token that is forged in it.</param>
    /// <param name="type">Another type, for a token that was made for something else.</param>
    public string Sign(string subject, IEnumerable<string> roles, string audience = "thesis", TimeSpan? lifetime = null, string? issuer = null, string type = "at+jwt")
    {
        var until = DateTime.UtcNow + (lifetime ?? TimeSpan.FromHours(1));
        var identity = new ClaimsIdentity([new Claim("sub", subject), new Claim("name", subject), .. roles.Select(role => new Claim(Roles.ClaimType, role))]);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Address,
            Audience = audience,
            Subject = identity,
            NotBefore = until.AddHours(-2),
            Expires = until,
            SigningCredentials = credentials,
            TokenType = type,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        rsa.Dispose();
    }

    private static Dictionary<string, string> PublicKey(RsaSecurityKey key)
    {
        var numbers = key.Rsa.ExportParameters(false);
        return new()
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = SecurityAlgorithms.RsaSha256,
            ["kid"] = key.KeyId,
            ["n"] = Base64UrlEncoder.Encode(numbers.Modulus),
            ["e"] = Base64UrlEncoder.Encode(numbers.Exponent),
        };
    }
}
