using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Thesis.Redis;

namespace Thesis.Bff.Sessions;

/// <summary>
/// Keeps sessions in Redis, encrypted, so that the browser's cookie is only a reference, any node can serve it, and
/// signing out ends it everywhere.
/// </summary>
internal sealed class SessionStore(
    RedisConnection redis, IDataProtectionProvider protection, IOptions<BffOptions> options, TimeProvider time) : ITicketStore
{
    /// <summary>Item of a ticket's properties that holds its key.</summary>
    public const string KeyItem = ".thesis.session";

    private readonly IDataProtector _protector = protection.CreateProtector("Thesis.Bff.Session.v1");

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = "bff:session:" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        ticket.Properties.Items[KeyItem] = key;
        await RenewAsync(key, ticket);
        return key;
    }

    public async Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        var bytes = _protector.Protect(TicketSerializer.Default.Serialize(ticket));
        await redis.SetAsync(key, bytes, Lifetime(ticket));
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        var value = await redis.GetAsync(key);
        if (value.IsNull)
        {
            return null;
        }

        try
        {
            return TicketSerializer.Default.Deserialize(_protector.Unprotect(value.AsBytes().ToArray()));
        }
        catch (CryptographicException)
        {
            // Written with a key that has since been lost: the person signs in again.
            return null;
        }
    }

    public async Task RemoveAsync(string key) => await redis.DeleteAsync(key);

    private TimeSpan Lifetime(AuthenticationTicket ticket)
    {
        var left = ticket.Properties.ExpiresUtc - time.GetUtcNow();
        return left is { } span && span > TimeSpan.FromSeconds(1) ? span : options.Value.SessionIdle;
    }
}
