using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using Thesis.Contracts.Accounts.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Data;

namespace Thesis.Services.Identity.Messaging;

/// <summary>
/// Tells the front door that sessions have ended, by a logout token (OpenID Connect Back-Channel Logout 1.0). While it is away it is told
/// again; without an address it is not told, and notices at the next refresh.
/// </summary>
internal sealed class BackChannelLogout(
    IHttpClientFactory http, IOptions<ProviderOptions> options, IOptionsMonitor<OpenIddictServerOptions> keys, AuthenticationSettings authentication, TimeProvider time)
    : IEventJob<AccountSignedOut, bool>
{
    public const string Client = "front-door";
    public const string Path = "/bff/backchannel-logout";

    private const string Event = "http://schemas.openid.net/event/backchannel-logout";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(2);

    public async Task<bool> ExecuteAsync(AccountSignedOut message, JobContext context, CancellationToken cancellationToken)
    {
        if (options.Value.FrontDoor is not { } door)
        {
            return false;
        }

        using var client = http.CreateClient(Client);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("logout_token", Token(message, context.Time))]);
        using var answer = await client.PostAsync(new Uri(door, Path), form, cancellationToken);
        // 400 is for good: it will not be less wrong when it is said again.
        return answer.StatusCode == HttpStatusCode.BadRequest || answer.EnsureSuccessStatusCode().IsSuccessStatusCode;
    }

    public Task CommitAsync(bool result, EventContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    private string Token(AccountSignedOut message, DateTimeOffset endedAt)
    {
        var now = time.GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            ["sub"] = message.UserId,
            ["jti"] = Guid.NewGuid().ToString("n"),
            ["events"] = new Dictionary<string, object> { [Event] = new Dictionary<string, object>() },
        };
        if (message.SessionId.Length > 0)
        {
            claims["sid"] = message.SessionId;
        }

        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = authentication.Issuer,
            Audience = Clients.Bff,
            // Whoever signed in after that stays.
            IssuedAt = endedAt.UtcDateTime,
            NotBefore = endedAt.UtcDateTime,
            Expires = (now + Life).UtcDateTime,
            Claims = claims,
            TokenType = "logout+jwt",
            SigningCredentials = keys.CurrentValue.SigningCredentials.First(key => key.Key is X509SecurityKey { Certificate: var own } && own.NotBefore <= now.LocalDateTime && now.LocalDateTime < own.NotAfter),
        });
    }
}
