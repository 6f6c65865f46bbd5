using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using StackExchange.Redis;
using Thesis.Bff.Login;

namespace Thesis.Bff.Sessions;

/// <summary>
/// Keeps a session's access token fresh. Refresh tokens rotate and may be used once, so of all requests and nodes that
/// see an old token exactly one refreshes it, under a lock in Redis; the others read what it stored.
/// </summary>
internal sealed partial class SessionTokens(
    SessionStore sessions, IConnectionMultiplexer redis, ProviderClient provider, TimeProvider time, ILogger<SessionTokens> logger)
{
    private static readonly TimeSpan RefreshBefore = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LockFor = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>Cookie event: replaces the tokens when they are about to end; rejects a session whose refresh token is no longer good.</summary>
    public async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (!NeedsRefresh(context.Properties) || !context.Properties.Items.TryGetValue(SessionStore.KeyItem, out var key) || key is null)
        {
            return;
        }

        var holder = Guid.NewGuid().ToString("n");
        var deadline = time.GetUtcNow() + LockFor;
        while (time.GetUtcNow() < deadline)
        {
            if (await TryLockAsync(key, holder))
            {
                await RefreshAsync(context, key, holder);
                return;
            }

            await Task.Delay(LookAgain, time, context.HttpContext.RequestAborted);
            if (await TryAdoptAsync(context, key))
            {
                return;
            }
        }
    }

    private bool NeedsRefresh(AuthenticationProperties properties) =>
        DateTimeOffset.TryParse(properties.GetTokenValue("expires_at"), CultureInfo.InvariantCulture, out var ends)
        && ends - time.GetUtcNow() < RefreshBefore;

    private Task<bool> TryLockAsync(string key, string holder) => redis.GetDatabase().LockTakeAsync(key + ":lock", holder, LockFor);

    private async Task<bool> TryAdoptAsync(CookieValidatePrincipalContext context, string key)
    {
        var current = await sessions.ReadAsync(key);
        if (current is null)
        {
            context.RejectPrincipal();
            return true;
        }

        context.Properties.StoreTokens(current.Properties.GetTokens());
        return !NeedsRefresh(current.Properties);
    }

    private async Task RefreshAsync(CookieValidatePrincipalContext context, string key, string holder)
    {
        try
        {
            // Another request may have refreshed since this one read its ticket: only the stored token is good.
            if (await TryAdoptAsync(context, key))
            {
                return;
            }

            switch (await provider.RefreshAsync(context.Properties.GetTokenValue("refresh_token"), context.HttpContext.RequestAborted))
            {
                case RefreshAnswer.Refused:
                    await sessions.RemoveAsync(key);
                    context.RejectPrincipal();
                    break;
                case RefreshAnswer.Granted granted:
                    context.Properties.StoreTokens(granted.Tokens(context.Properties, time.GetUtcNow()));
                    await sessions.RenewAsync(key, new AuthenticationTicket(context.Principal ?? new(), context.Properties, context.Scheme.Name));
                    break;
                default:
                    LogProviderAway(logger);
                    break;
            }
        }
        finally
        {
            // If this took longer than the lock lives, another holds it now and keeps it.
            await redis.GetDatabase().LockReleaseAsync(key + ":lock", holder);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The identity provider did not answer; the session keeps its tokens until they end.")]
    private static partial void LogProviderAway(ILogger logger);
}
