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
    public const string Path = "/bff/backchannel";

    private const string Event = "http://schemas.openid.net/event/backchannel-logout";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(2);

    public async Task<bool> ExecuteAsync(AccountSignedOut message, JobContext context, CancellationToken cancellationToken)
    {
        if (options.Value.FrontDoor is not { } door)
        {
            return false;
        }

        using var client = http.CreateClient(Client);
        foreach (var session in message.SessionIds)
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("logout_token", Token(message.UserId, session))]);
            using var answer = await client.PostAsync(new Uri(door, Path), form, cancellationToken);
            answer.EnsureSuccessStatusCode();
        }

        return true;
    }

    public Task CommitAsync(bool result, EventContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    private string Token(string account, string session)
    {
        var now = time.GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            ["sub"] = account,
            ["sid"] = session,
            ["jti"] = Guid.NewGuid().ToString("n"),
            ["events"] = new Dictionary<string, object> { [Event] = new Dictionary<string, object>() },
        };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = authentication.Issuer,
            Audience = Clients.Bff,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + Life).UtcDateTime,
            Claims = claims,
            TokenType = "logout+jwt",
            SigningCredentials = keys.CurrentValue.SigningCredentials.First(key => key.Key is X509SecurityKey { Certificate: var own } && own.NotBefore <= now.LocalDateTime && now.LocalDateTime < own.NotAfter),
        });
    }
}
