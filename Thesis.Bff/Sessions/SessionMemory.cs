using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using StackExchange.Redis;
using Thesis.ServiceDefaults;

namespace Thesis.Bff.Sessions;

/// <summary>
/// Sessions that this node has just read, for some seconds: a page makes many calls at once, and each would ask Redis and decrypt the
/// same. A sign-out anywhere is announced and empties it at once; should Redis be away, an ended session lives these seconds longer.
/// </summary>
internal sealed class SessionMemory(IConnectionMultiplexer redis, TimeProvider time) : BackgroundService
{
    /// <summary>How long a session is taken from memory.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(5);

    private const int Most = 20_000;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    // Before it hears of sign-outs it remembers nothing.
    private volatile bool _isTold;

    /// <summary>A session read a moment ago; each caller has properties of its own to change.</summary>
    public AuthenticationTicket? Find(string key) => _isTold && _entries.TryGetValue(key, out var entry) && time.GetUtcNow() < entry.Until
        ? new AuthenticationTicket(entry.Ticket.Principal, entry.Ticket.Properties.Clone(), entry.Ticket.AuthenticationScheme)
        : null;

    public void Keep(string key, AuthenticationTicket ticket)
    {
        if (_entries.Count >= Most)
        {
            _entries.Clear();
        }

        var own = new AuthenticationTicket(ticket.Principal, ticket.Properties.Clone(), ticket.AuthenticationScheme);
        _entries[key] = new Entry(own, ticket.Principal.FindFirst("sub")?.Value, time.GetUtcNow() + Life);
    }

    public void Forget(string key) => _entries.TryRemove(key, out _);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await SignOuts.ListenPersistentlyAsync(redis, ForgetAll, time, stoppingToken);
        _isTold = true;
    }

    private void ForgetAll(string subject)
    {
        foreach (var (key, _) in _entries.Where(entry => entry.Value.Subject == subject))
        {
            Forget(key);
        }
    }

    private sealed record Entry(AuthenticationTicket Ticket, string? Subject, DateTimeOffset Until);
}
