using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.SignalR;
using Thesis.Contracts.Chat.V1;
using Thesis.ServiceDefaults;

namespace Thesis.Realtime.Subscriptions;

/// <summary>
/// Tells those who take part in a conversation that somebody is typing. Nothing is kept: whom to tell is asked of the chat service with
/// the caller's own token, and remembered for some seconds.
/// </summary>
internal sealed class TypingNotices(ChatService.ChatServiceClient chat, IHubContext<LiveHub> hub, TimeProvider time)
{
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<(string Connection, string Conversation), Listeners> _listeners = new();

    /// <summary>Tells the others; more often than every two seconds it does nothing.</summary>
    /// <exception cref="RpcException">The chat service could not be asked.</exception>
    public async Task TellAsync(string connection, string conversation, HttpContext? http, CancellationToken cancellationToken)
    {
        if (http is null || http.Request.Headers.Authorization.Count == 0 || !Id<Kinds.Conversation>.TryParse(conversation, out _))
        {
            return;
        }

        var now = time.GetUtcNow();
        var key = (connection, conversation);
        var known = _listeners.GetValueOrDefault(key);
        if (known is not null && now - known.ToldAt < Pause)
        {
            return;
        }

        if (known is null || now - known.AskedAt >= Fresh)
        {
            var answer = await chat.GetListenersAsync(
                new GetListenersRequest { Conversation = conversation }, default(CallOptions).WithCancellationToken(cancellationToken).AsUser(http));
            known = new Listeners([.. answer.Users], answer.Person, now, now);
            Forget(now);
        }

        _listeners[key] = known with { ToldAt = now };
        if (known.Users.Count > 0)
        {
            await hub.Clients.Users(known.Users).SendAsync("Typing", conversation, known.Person, cancellationToken);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        if (_listeners.Count < MostRemembered)
        {
            return;
        }

        foreach (var (key, _) in _listeners.Where(one => now - one.Value.AskedAt >= Fresh))
        {
            _listeners.TryRemove(key, out _);
        }
    }

    private sealed record Listeners(IReadOnlyList<string> Users, string Person, DateTimeOffset AskedAt, DateTimeOffset ToldAt);
}
