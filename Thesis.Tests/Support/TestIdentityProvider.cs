using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Thesis.Tests.Support;

/// <summary>
/// An OpenID provider for tests, on a free port: discovery document, keys, client credentials, and RS256 access tokens for
/// whoever a test wants to be. Set <c>Authentication:Authority</c> to <see cref="Authority"/>.
/// </summary>
public sealed class TestIdentityProvider : IAsyncDisposable
{
    /// <summary>The client that <c>/token</c> knows.</summary>
    public const string ClientId = "services";

    /// <summary>The client's secret.</summary>
    public const string ClientSecret = "test-secret";

    private static readonly Lazy<Task<TestIdentityProvider>> SharedProvider = new(() => StartAsync());
    private readonly WebApplication _app;
    private readonly RSA _key = RSA.Create(2048);
    private readonly string _keyId = Guid.NewGuid().ToString("N");
    private int _tokenRequests;

    private TestIdentityProvider(WebApplication app) => _app = app;

    /// <summary>The test assembly's provider, started by the first who asks. Do not stop it.</summary>
    public static Task<TestIdentityProvider> SharedAsync() => SharedProvider.Value;

    /// <summary>The issuer of its tokens.</summary>
    public string Authority { get; private set; } = "";

    /// <summary>How often a client has asked for a token.</summary>
    public int TokenRequests => Volatile.Read(ref _tokenRequests);

    /// <summary>How long tokens of <c>/token</c> live.</summary>
    public TimeSpan ServiceTokenLife { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Starts a provider of one's own.</summary>
    /// <param name="url">Where; a free port unless given.</param>
    public static async Task<TestIdentityProvider> StartAsync(string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        var provider = new TestIdentityProvider(app);
        app.MapGet("/.well-known/openid-configuration", provider.Discovery);
        app.MapGet("/jwks", provider.Keys);
        app.MapPost("/token", provider.IssueAsync);
        await app.StartAsync();
        provider.Authority = app.Urls.First();
        return provider;
    }

    /// <summary>An access token.</summary>
    /// <param name="subject">The <c>sub</c>, such as <c>user-donor1</c>.</param>
    /// <param name="roles">The <c>role</c> claim.</param>
    public string Token(string subject, params string[] roles) => Token(subject, roles, TimeSpan.FromHours(1));

    /// <summary>An access token that differs from a good one.</summary>
    /// <param name="subject">The <c>sub</c>.</param>
    /// <param name="roles">The <c>role</c> claim.</param>
    /// <param name="life">From now to its expiry; negative for one that has expired.</param>
    /// <param name="audience">The <c>aud</c>.</param>
    /// <param name="issuer">The <c>iss</c>; the provider's own unless given.</param>
    /// <param name="key">The key that signs; the provider's own unless given.</param>
    public string Token(string subject, string[] roles, TimeSpan life, string audience = "thesis", string? issuer = null, RSA? key = null)
    {
        var expires = DateTimeOffset.UtcNow + life;
        var header = Part(new { alg = "RS256", typ = "at+jwt", kid = _keyId });
        var claims = Part(new
        {
            iss = issuer ?? Authority,
            aud = audience,
            sub = subject,
            jti = Guid.NewGuid(),
            name = subject,
            role = roles,
            iat = (expires - TimeSpan.FromHours(1)).ToUnixTimeSeconds(),
            exp = expires.ToUnixTimeSeconds(),
        });
        var signature = (key ?? _key).SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{header}.{claims}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Signs the client's requests with a token of that subject and those roles.</summary>
    public HttpClient SignIn(HttpClient client, string subject, params string[] roles)
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(subject, roles));
        return client;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private IResult Discovery() => Results.Json(new
    {
        issuer = Authority,
        authorization_endpoint = $"{Authority}/auth",
        token_endpoint = $"{Authority}/token",
        jwks_uri = $"{Authority}/jwks",
        id_token_signing_alg_values_supported = new[] { "RS256" },
    });

    private IResult Keys()
    {
        var key = _key.ExportParameters(false);
        return Results.Json(new
        {
            keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = _keyId, n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent) } },
        });
    }

    private async Task<IResult> IssueAsync(HttpRequest request)
    {
        Interlocked.Increment(ref _tokenRequests);
        var form = await request.ReadFormAsync();
        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{ClientSecret}"));
        if (request.Headers.Authorization.ToString() != expected || form["grant_type"] != "client_credentials")
        {
            return Results.Json(new { error = "invalid_client" }, statusCode: StatusCodes.Status401Unauthorized);
        }

        return Results.Json(new
        {
            access_token = Token($"service-{ClientId}", ["service"], ServiceTokenLife),
            token_type = "Bearer",
            expires_in = (int)ServiceTokenLife.TotalSeconds,
        });
    }

    private static string Part(object json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}
