using System.Runtime.Serialization;
using Grpc.Core;
using Microsoft.AspNetCore.SignalR;
using StackExchange.Redis;
using Thesis.Realtime.Delivery;
using Thesis.Realtime.Presence;
using Thesis.Realtime.Topics;

namespace Thesis.Realtime.Subscriptions;

/// <summary>A topic as it stands: messages after <paramref name="Sequence"/> will follow, each one higher than the one before.</summary>
/// <param name="Topic">The topic subscribed to.</param>
/// <param name="Sequence">The number of its last message; 0 if there was none.</param>
[DataContract]
public sealed record TopicState(
    [property: DataMember(Name = "topic")] string Topic,
    [property: DataMember(Name = "sequence")] long Sequence);

/// <summary>
/// What a client can ask. It is sent <c>Event(message)</c> for each message of its topics, in order, and
/// <c>Resync(topic, sequence?)</c> when messages may be missing: it then reads the topic's state anew.
/// While it attends a topic it is sent <c>Present(topic, names)</c> whenever somebody comes or goes there. It is sent
/// <c>Typing(conversation, person)</c> while somebody types in a conversation of its user's.
/// </summary>
internal sealed class LiveHub(TopicAuthorizer authorizer, TopicFanOut fanOut, PresenceRegister presence, TypingNotices typing, IConnectionMultiplexer redis) : Hub
{
    private const string TryAgain = "Live updates are not available at the moment; try again shortly.";

    /// <summary>Listens to a topic. Messages may arrive before the answer does; those not above its sequence are already in the state.</summary>
    /// <exception cref="HubException">The topic is not one, not open to the caller, one too many, or cannot be had now; the message says which.</exception>
    public async Task<TopicState> Subscribe(string topic)
    {
        if (!Topic.TryParse(topic, out var parsed, out var reason))
        {
            throw new HubException($"Invalid topic: {reason}.");
        }

        var connection = LiveConnection.Of(Context);
        try
        {
            if (!connection.Listens(parsed.Text))
            {
                await AddAsync(connection, parsed);
            }

            return new TopicState(parsed.Text, await TopicSequence.ReadAsync(redis, parsed.Text));
        }
        catch (Exception e) when (e is RedisException or RedisTimeoutException or RpcException)
        {
            throw new HubException(TryAgain, e);
        }
    }

    /// <summary>Stops listening. Nothing happens if the caller did not listen.</summary>
    public async Task Unsubscribe(string topic)
    {
        var connection = LiveConnection.Of(Context);
        if (topic is not null && connection.RemoveTopic(topic))
        {
            fanOut.Remove(connection, topic);
            await NowAsync(() => presence.LeaveAsync(Context.ConnectionId, topic));
        }
    }

    /// <summary>Says that the caller looks at a topic it listens to. The names of all who do, the caller's included.</summary>
    /// <exception cref="HubException">The caller does not listen to it, or others cannot be told now.</exception>
    public async Task<IReadOnlyList<string>> Attend(string topic)
    {
        if (topic is null || !LiveConnection.Of(Context).Listens(topic))
        {
            throw new HubException("Subscribe to the topic first; only those who may read it are shown there.");
        }

        IReadOnlyList<string> names = [];
        await NowAsync(async () => names = await presence.ArriveAsync(
            Context.ConnectionId, Context.UserIdentifier ?? "", Context.User?.FindFirst("name")?.Value ?? "Somebody", topic));
        return names;
    }

    /// <summary>Says that the caller is typing in a conversation (cnv_…). Where the caller may not write nobody is told.</summary>
    public async Task Type(string conversation)
    {
        try
        {
            await typing.TellAsync(Context.ConnectionId, conversation ?? "", Context.GetHttpContext(), Context.ConnectionAborted);
        }
        catch (Exception e) when (e is RpcException or RedisException or RedisTimeoutException)
        {
            // Of no use later.
        }
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        try
        {
            await presence.LeaveAllAsync(Context.ConnectionId);
        }
        catch (Exception e) when (e is RedisException or RedisTimeoutException)
        {
            // The attendance lapses by itself.
        }
    }

    private static async Task NowAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is RedisException or RedisTimeoutException)
        {
            throw new HubException(TryAgain, e);
        }
    }

    private async Task AddAsync(LiveConnection connection, Topic topic)
    {
        var decision = await authorizer.DecideAsync(
            topic, Context.User ?? new(), Context.GetHttpContext(), Context.ConnectionAborted);
        if (!decision.IsAllowed)
        {
            throw new HubException($"Not allowed: {decision.Reason}.");
        }

        if (!connection.TryAddTopic(topic.Text))
        {
            throw new HubException($"Too many topics: a connection may listen to {connection.MaxTopics}; unsubscribe from one first.");
        }

        await fanOut.AddAsync(connection, topic, Context.ConnectionAborted);
    }
}
