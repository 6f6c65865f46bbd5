using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>A partition in Kafka while this member has it. Events that a relay has sent twice come through once.</summary>
internal sealed class KafkaFeed(
    string group, GroupOffset start, KafkaOffsets offsets, Action<KafkaFeed, long> advanced, Action offsetMoved, CancellationToken lost)
    : BufferedPartition(start.Offset, offsetMoved, lost)
{
    private long _next = start.Offset;
    private long _advanced = start.Offset;
    private OutboxPosition _position = start.Position;
    private GroupOffset? _later;

    public override int Log => offsets.Log;

    public override string Topic => start.Topic;

    public override int Number => start.Partition;

    /// <summary>True while the brokers are asked for no more, as the buffer is full.</summary>
    public bool IsPaused { get; set; }

    public bool IsFull => Room == 0;

    /// <summary>True once there is room for as much as is worth asking for.</summary>
    public bool HasRoom => Room >= Capacity / 2;

    /// <summary>What <see cref="AdvanceLater"/> was last called with, until it is taken here.</summary>
    public GroupOffset? TakeLater() => Interlocked.Exchange(ref _later, null);

    /// <summary>How many events up to the partition's end the consumer has not seen.</summary>
    public long LagTo(long end) => Math.Max(0, end - Read);

    /// <summary>Puts an event into the buffer, unless the group has passed it or it is a repetition.</summary>
    /// <exception cref="InvalidOperationException">There is no room: the partition should have been paused.</exception>
    public void Add(KafkaRecord record)
    {
        if (record.Offset < _next)
        {
            return;
        }
        _next = record.Offset + 1;
        if (record.Position is { } position)
        {
            if (position.CompareTo(_position) <= 0)
            {
                return;
            }
            _position = position;
        }
        if (!TryAdd(record with { Position = _position }))
        {
            throw new InvalidOperationException($"The buffer of {Topic}/{Number} is full.");
        }
    }

    public override NpgsqlBatchCommand? Advance(LogRecord record) =>
        offsets.Advance(group, Topic, Number, _advanced, Kafka(record), PositionOf(record));

    public override void Advanced(LogRecord record)
    {
        _advanced = record.Offset + 1;
        advanced(this, _advanced);
    }

    public override void AdvanceLater(LogRecord record)
    {
        Interlocked.Exchange(ref _later, new GroupOffset(Topic, Number, record.Offset + 1, PositionOf(record)));
        base.AdvanceLater(record);
        advanced(this, record.Offset + 1);
    }

    private static OutboxPosition PositionOf(LogRecord record) => Kafka(record).Position ?? OutboxPosition.None;

    private static KafkaRecord Kafka(LogRecord record) => (KafkaRecord)record;
}
