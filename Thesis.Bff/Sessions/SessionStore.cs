using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Thesis.ServiceDefaults;

namespace Thesis.Bff.Sessions;

/// <summary>
/// Keeps sessions in Redis, encrypted, so that the browser's cookie is only a reference, any node can serve it, and
/// signing out ends it everywhere. A session ends when it was not used for a time, and at the latest some days after the sign-in.
/// </summary>
internal sealed class SessionStore(
    IConnectionMultiplexer redis, IDataProtectionProvider protection, SessionIndex index, SessionMemory memory, IOptions<BffOptions> options, TimeProvider time) : ITicketStore
{
    /// <summary>Item of a ticket's properties that holds its key.</summary>
    public const string KeyItem = ".thesis.session";

    private const string SignedInItem = ".thesis.signed-in";

    private readonly IDataProtector _protector = protection.CreateProtector("Thesis.Bff.Session.v1");

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = "bff:session:" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        ticket.Properties.Items[KeyItem] = key;
        ticket.Properties.Items[SignedInItem] = time.GetUtcNow().ToString("o", CultureInfo.InvariantCulture);
        await RenewAsync(key, ticket);
        await index.AddAsync(key, Claim(ticket, "sub"), Claim(ticket, "sid"), options.Value.SessionLongest);
        return key;
    }

    public async Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        var life = Lifetime(ticket);
        if (life > TimeSpan.Zero)
        {
            var bytes = _protector.Protect(TicketSerializer.Default.Serialize(ticket));
            await redis.GetDatabase().StringSetAsync(key, bytes, life);
            memory.Keep(key, ticket);
        }
        else
        {
            await RemoveAsync(key);
        }
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        if (memory.Find(key) is { } remembered)
        {
            return remembered;
        }

        var ticket = await ReadAsync(key);
        if (ticket is not null)
        {
            memory.Keep(key, ticket);
        }

        return ticket;
    }

    /// <summary>The session as it is in Redis now.</summary>
    public async Task<AuthenticationTicket?> ReadAsync(string key) => Read(await redis.GetDatabase().StringGetAsync(key));

    /// <summary>Ends a session, and the live connections of its user.</summary>
    public async Task RemoveAsync(string key)
    {
        memory.Forget(key);
        var ended = Read(await redis.GetDatabase().StringGetDeleteAsync(key));
        if (ended is null)
        {
            return;
        }

        await index.RemoveAsync(key, Claim(ended, "sub"), Claim(ended, "sid"));
        if (Claim(ended, "sub") is { } subject)
        {
            await SignOuts.AnnounceAsync(redis, subject);
        }
    }

    private static string? Claim(AuthenticationTicket ticket, string type) => ticket.Principal.FindFirst(type)?.Value;

    private AuthenticationTicket? Read(RedisValue value)
    {
        if ((byte[]?)value is not { } bytes)
        {
            return null;
        }

        try
        {
            return TicketSerializer.Default.Deserialize(_protector.Unprotect(bytes));
        }
        catch (CryptographicException)
        {
            // Written with a key that has since been lost: the person signs in again.
            return null;
        }
    }

    private TimeSpan Lifetime(AuthenticationTicket ticket)
    {
        var now = time.GetUtcNow();
        var idle = ticket.Properties.ExpiresUtc - now is { } span && span > TimeSpan.FromSeconds(1) ? span : options.Value.SessionIdle;
        var signedIn = DateTimeOffset.TryParse(
            ticket.Properties.Items.TryGetValue(SignedInItem, out var text) ? text : null, CultureInfo.InvariantCulture, out var at) ? at : now;
        var longest = signedIn + options.Value.SessionLongest - now;
        return idle < longest ? idle : longest;
    }
}
