using System.Globalization;
using StackExchange.Redis;
using Thesis.Realtime.Topics;
using Thesis.ServiceDefaults;

namespace Thesis.Realtime.Publishing;

/// <summary>Events of one partition that go to Redis in one call, as the publish script takes them.</summary>
internal sealed class PublishBatch
{
    // The script holds up everybody else at Redis: about 2 ms for this many messages.
    private const int MaxMessages = 512;
    private const int MaxBytes = 512 * 1024;

    private static readonly TimeSpan KeepKeys = TimeSpan.FromDays(7);
    private static readonly string Script = ReadScript();

    private readonly List<RedisKey> _keys = [];
    private readonly List<RedisValue> _arguments = [(long)KeepKeys.TotalMilliseconds];
    private readonly List<RawEvent> _events = [];
    private int _messages;
    private int _bytes;

    public IReadOnlyList<RawEvent> Events => _events;

    /// <summary>True when the event must wait for the next call. One alone always fits.</summary>
    public bool IsTooFullFor(int topics, int bytes) => _events.Count > 0 && (_messages + topics > MaxMessages || _bytes + bytes > MaxBytes);

    public void Add(RawEvent happened, IReadOnlyList<string> topics, ReadOnlyMemory<byte> message)
    {
        var context = happened.Context;
        if (_events.Count == 0)
        {
            _keys.Add(TopicKeys.Position(context.Topic, context.Partition));
        }

        _events.Add(happened);
        _messages += topics.Count;
        _bytes += message.Length;
        _keys.AddRange(topics.Select(topic => (RedisKey)TopicKeys.Sequence(topic)));
        _arguments.AddRange([context.Offset, context.CommittedAt.ToUnixTimeMilliseconds(), message, topics.Count]);
        _arguments.AddRange(topics.Select(topic => (RedisValue)topic));
    }

    /// <summary>Publishes what was not published before. The number of messages of each event, in the order they were added.</summary>
    /// <exception cref="RedisException">Redis is away, or failed in the middle; calling again repeats nothing that was published.</exception>
    public async Task<long[]> PublishAsync(IDatabase redis, CancellationToken cancellationToken)
    {
        var answer = await redis.ScriptEvaluateAsync(Script, [.. _keys], [.. _arguments]).WaitAsync(cancellationToken);
        var published = (long[]?)answer ?? [];
        return published.Length == _events.Count
            ? published
            : throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"The publish script answered for {published.Length} of {_events.Count} events."));
    }

    private static string ReadScript()
    {
        using var stream = typeof(PublishBatch).Assembly.GetManifestResourceStream("Thesis.Realtime.Publishing.PublishScript.lua")
            ?? throw new InvalidOperationException("The publish script is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
