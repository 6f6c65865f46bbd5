using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using StackExchange.Redis;
using Thesis.Realtime.Subscriptions;
using Thesis.Realtime.Topics;
using Thesis.ServiceDefaults;

namespace Thesis.Realtime.Presence;

/// <summary>
/// Who looks at a topic at the moment, on whichever node they are connected. A sorted set in Redis for each topic holds the
/// attendances of all nodes, each with the time it lapses unless its node renews it: those of a node that died go by themselves.
/// </summary>
internal sealed class PresenceRegister(IConnectionMultiplexer redis, IHubContext<LiveHub> hub, TimeProvider time, ILogger<PresenceRegister> logger)
    : PeriodicService(time, logger)
{
    private const int MostShown = 50;
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(45);

    private readonly ConcurrentDictionary<(string Connection, string Topic), Attendance> _here = new();

    protected override TimeSpan Interval => TimeSpan.FromSeconds(15);

    /// <summary>Notes that a connection's user looks at the topic, and tells everybody there. The names of all who are there.</summary>
    public async Task<IReadOnlyList<string>> ArriveAsync(string connection, string subject, string name, string topic)
    {
        var attendance = new Attendance(connection, subject, name);
        _here[(connection, topic)] = attendance;
        await hub.Groups.AddToGroupAsync(connection, Group(topic));
        await RenewAsync(topic, attendance);
        return await TellAsync(topic);
    }

    /// <summary>Notes that a connection looks elsewhere.</summary>
    public async Task LeaveAsync(string connection, string topic)
    {
        if (_here.TryRemove((connection, topic), out var attendance))
        {
            await hub.Groups.RemoveFromGroupAsync(connection, Group(topic));
            await redis.GetDatabase().SortedSetRemoveAsync(TopicKeys.Presence(topic), attendance.Text);
            await TellAsync(topic);
        }
    }

    /// <summary>Notes that a connection has ended.</summary>
    public async Task LeaveAllAsync(string connection)
    {
        foreach (var place in _here.Keys.Where(k => k.Connection == connection))
        {
            await LeaveAsync(connection, place.Topic);
        }
    }

    /// <summary>Renews this node's attendances, takes out those that lapsed, and tells again: of two who came at once, the older news may have come last.</summary>
    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var topic in _here.ToLookup(h => h.Key.Topic, h => h.Value))
        {
            await Task.WhenAll(topic.Select(attendance => RenewAsync(topic.Key, attendance)));
            await redis.GetDatabase().SortedSetRemoveRangeByScoreAsync(
                TopicKeys.Presence(topic.Key), double.NegativeInfinity, Time.GetUtcNow().ToUnixTimeSeconds());
            await TellAsync(topic.Key);
        }
    }

    private async Task RenewAsync(string topic, Attendance attendance)
    {
        var database = redis.GetDatabase();
        var key = TopicKeys.Presence(topic);
        // Both go out at once; the client keeps their order.
        var added = database.SortedSetAddAsync(key, attendance.Text, (Time.GetUtcNow() + Life).ToUnixTimeSeconds());
        await database.KeyExpireAsync(key, Life);
        await added;
    }

    private async Task<IReadOnlyList<string>> TellAsync(string topic)
    {
        var there = await redis.GetDatabase().SortedSetRangeByScoreAsync(TopicKeys.Presence(topic), Time.GetUtcNow().ToUnixTimeSeconds());
        // Somebody with two windows is one person.
        string[] names = [.. there.Select(text => Attendance.Read(text.ToString())).DistinctBy(a => a.Subject).Select(a => a.Name).Order(StringComparer.Ordinal).Take(MostShown)];
        await hub.Clients.Group(Group(topic)).SendAsync("Present", topic, names);
        return names;
    }

    private static string Group(string topic) => $"present:{topic}";

    private readonly record struct Attendance(string Connection, string Subject, string Name)
    {
        private const char Separator = '\n';

        public string Text => string.Join(Separator, Connection, Subject, Name);

        public static Attendance Read(string text) => text.Split(Separator, 3) is [var connection, var subject, var name]
            ? new Attendance(connection, subject, name)
            : throw new FormatException("An attendance is a connection, a subject and a name.");
    }
}
