using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using StackExchange.Redis;
using Thesis.Bff.Login;
using Thesis.Bff.Sessions;
using Thesis.ServiceDefaults;
using Thesis.Tests.Support;

namespace Thesis.Bff.Tests;

/// <summary>The provider ends sessions without the browser, and nobody else does.</summary>
public sealed class BackChannelLogoutTests : IAsyncLifetime
{
    private const string LogoutEvent = "http://schemas.openid.net/event/backchannel-logout";
    private static readonly RsaSecurityKey Key = new(RSA.Create(2048)) { KeyId = "current" };
    private static readonly AuthenticationSettings Provider = new() { Authority = "https://id.example", Issuer = "https://id.example", ClientId = "bff" };

    private readonly string _subject = $"user-{Guid.NewGuid():n}";
    private ConnectionMultiplexer? _redis;
    private SessionIndex? _index;
    private SessionStore? _sessions;

    private SessionStore Sessions => _sessions ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        _redis = await ConnectionMultiplexer.ConnectAsync((await RedisServer.SharedAsync()).ConnectionString);
        _index = new SessionIndex(_redis, TimeProvider.System);
        _sessions = new SessionStore(_redis, new EphemeralDataProtectionProvider(), _index, new SessionMemory(_redis, TimeProvider.System), Microsoft.Extensions.Options.Options.Create(new BffOptions()), TimeProvider.System);
    }

    public async Task DisposeAsync() => await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Fact]
    public async Task A_sign_in_that_ends_at_the_provider_ends_its_session_and_no_other()
    {
        var (laptop, phone) = (await SignInAsync("laptop"), await SignInAsync("phone"));

        Assert.IsType<Ok>(await EndAsync(Token(new() { ["sid"] = $"{_subject}-laptop" })));

        Assert.Null(await Sessions.RetrieveAsync(laptop));
        Assert.NotNull(await Sessions.RetrieveAsync(phone));
    }

    [Fact]
    public async Task A_person_who_is_signed_out_everywhere_has_no_session_left()
    {
        var (laptop, phone) = (await SignInAsync("laptop"), await SignInAsync("phone"));

        Assert.IsType<Ok>(await EndAsync(Token(new() { ["sub"] = _subject })));

        Assert.Null(await Sessions.RetrieveAsync(laptop));
        Assert.Null(await Sessions.RetrieveAsync(phone));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("no token")]
    [InlineData("no event")]
    [InlineData("an id_token")]
    [InlineData("of nobody")]
    [InlineData("for another client")]
    [InlineData("by another issuer")]
    [InlineData("by another key")]
    [InlineData("of long ago")]
    public async Task What_the_provider_has_not_said_ends_nothing(string what)
    {
        var session = await SignInAsync("laptop");
        var token = what switch
        {
            "nothing" => "",
            "no token" => "logout, please",
            "no event" => Token(new() { ["sub"] = _subject }, isLogout: false),
            "an id_token" => Token(new() { ["sub"] = _subject, ["nonce"] = "n" }),
            "of nobody" => Token([]),
            "for another client" => Token(new() { ["sub"] = _subject }, audience: "portal"),
            "by another issuer" => Token(new() { ["sub"] = _subject }, issuer: "https://evil.example"),
            "by another key" => Token(new() { ["sub"] = _subject }, key: new RsaSecurityKey(RSA.Create(2048)) { KeyId = "current" }),
            _ => Token(new() { ["sub"] = _subject }, issued: DateTime.UtcNow.AddHours(-1)),
        };

        var refusal = Assert.IsType<ProblemHttpResult>(await EndAsync(token));

        Assert.Equal(StatusCodes.Status400BadRequest, refusal.StatusCode);
        Assert.NotNull(await Sessions.RetrieveAsync(session));
    }

    private Task<string> SignInAsync(string device) => Sessions.StoreAsync(new AuthenticationTicket(
        new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", _subject), new Claim("sid", $"{_subject}-{device}")], "test")),
        new AuthenticationProperties { ExpiresUtc = DateTimeOffset.UtcNow.AddHours(1) },
        "Cookies"));

    private async Task<IResult> EndAsync(string token)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = HttpMethods.Post;
        context.Request.Form = new FormCollection(new Dictionary<string, StringValues> { ["logout_token"] = token });
        var configuration = new OpenIdConnectConfiguration { Issuer = Provider.Issuer };
        configuration.SigningKeys.Add(Key);
        var metadata = new StaticConfigurationManager<OpenIdConnectConfiguration>(configuration);
        return (await BackChannelLogout.EndAsync(context, metadata, Provider, Sessions, _index ?? throw new InvalidOperationException("Not started."))).Result;
    }

    private static string Token(
        Dictionary<string, object> claims, bool isLogout = true, string audience = "bff", string issuer = "https://id.example", RsaSecurityKey? key = null, DateTime? issued = null)
    {
        if (isLogout)
        {
            claims["events"] = new Dictionary<string, object> { [LogoutEvent] = new Dictionary<string, object>() };
        }

        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            IssuedAt = issued ?? DateTime.UtcNow,
            Claims = claims,
            SigningCredentials = new SigningCredentials(key ?? Key, SecurityAlgorithms.RsaSha256),
        });
    }
}
