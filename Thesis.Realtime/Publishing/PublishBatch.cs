using System.Globalization;
using Thesis.Realtime.Topics;
using Thesis.Redis;
using Thesis.ServiceDefaults;

namespace Thesis.Realtime.Publishing;

/// <summary>Events of one partition that go to Redis in one call, as the publish script takes them.</summary>
internal sealed class PublishBatch
{
    // The script holds up everybody else at Redis: about 2 ms for this many messages.
    private const int MaxMessages = 512;
    private const int MaxBytes = 512 * 1024;

    private static readonly TimeSpan KeepKeys = TimeSpan.FromDays(7);
    private static readonly RedisScript Script = ReadScript();

    private readonly List<string> _keys = [];
    private readonly List<RedisArgument> _arguments = [(long)KeepKeys.TotalMilliseconds];
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
        _keys.AddRange(topics.Select(TopicKeys.Sequence));
        _arguments.AddRange([context.Offset, context.CommittedAt.ToUnixTimeMilliseconds(), message, topics.Count]);
        _arguments.AddRange(topics.Select(RedisArgument.FromString));
    }

    /// <summary>Publishes what was not published before. The number of messages of each event, in the order they were added.</summary>
    /// <exception cref="RedisException">Redis is away, or failed in the middle; calling again repeats nothing that was published.</exception>
    public async Task<long[]> PublishAsync(RedisConnection redis, CancellationToken cancellationToken)
    {
        var published = await redis.EvalAsync(Script, _keys, _arguments, cancellationToken);
        return published.Items.Count == _events.Count
            ? [.. published.Items.Select(count => count.AsInt64())]
            : throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"The publish script answered for {published.Items.Count} of {_events.Count} events."));
    }

    private static RedisScript ReadScript()
    {
        using var stream = typeof(PublishBatch).Assembly.GetManifestResourceStream("Thesis.Realtime.Publishing.PublishScript.lua")
            ?? throw new InvalidOperationException("The publish script is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return new RedisScript(reader.ReadToEnd());
    }
}
