using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>A partition of the log in PostgreSQL while this member has it.</summary>
internal sealed class PartitionFeed : BufferedPartition
{
    private const long UnknownEnd = long.MaxValue;

    private readonly LogPartition _partition;
    private readonly int _groupId;
    private readonly Action _needsMore;
    private long _end = UnknownEnd;
    private long _fetched;
    private long _advanced;

    /// <param name="offset">The offset the group handles next.</param>
    /// <param name="needsMore">Called when the buffer has room and the log has more.</param>
    /// <param name="offsetMoved">Called when an offset waits to be written.</param>
    public PartitionFeed(LogPartition partition, int groupId, long offset, Action needsMore, Action offsetMoved, CancellationToken lost)
        : base(offset, offsetMoved, lost)
    {
        (_partition, _groupId, _needsMore) = (partition, groupId, needsMore);
        _fetched = _advanced = offset;
    }

    public int Id => _partition.Id;

    public override int Log => 0;

    public override string Topic => _partition.Topic;

    public override int Number => _partition.Number;

    /// <summary>Where to fetch from.</summary>
    public long Fetched => Volatile.Read(ref _fetched);

    /// <summary>Known events that the consumer has not seen.</summary>
    public long Lag => Volatile.Read(ref _end) is var end and not UnknownEnd ? Math.Max(0, end - Read) : 0;

    /// <summary>True if a fetch may bring something and there is room for it.</summary>
    public bool WantsFetch => !Stopping.IsCancellationRequested && Fetched < Volatile.Read(ref _end) && Room >= Capacity / 2;

    /// <summary>What is known of the partition's end, to be given back to <see cref="FetchedAll"/>.</summary>
    public long KnownEnd => Volatile.Read(ref _end);

    /// <summary>Notes that the partition reaches to this offset.</summary>
    public void ReachesTo(long nextOffset)
    {
        long end;
        do
        {
            end = Volatile.Read(ref _end);
        }
        while ((end == UnknownEnd || end < nextOffset) && Interlocked.CompareExchange(ref _end, nextOffset, end) != end);
    }

    /// <summary>Notes that the partition may have grown.</summary>
    public void MayReachFurther() => Volatile.Write(ref _end, UnknownEnd);

    /// <summary>Puts a fetched record into the buffer; the caller has seen the room.</summary>
    public void Add(LogRecord record)
    {
        if (TryAdd(record))
        {
            Volatile.Write(ref _fetched, record.Offset + 1);
        }
    }

    /// <summary>Notes that a fetch found the end, unless more has been told of since.</summary>
    public void FetchedAll(long knownEnd) => Interlocked.CompareExchange(ref _end, Fetched, knownEnd);

    public override NpgsqlBatchCommand? Advance(LogRecord record) => new(
        """UPDATE eventlog.group_offsets SET "offset" = $1 WHERE group_id = $2 AND partition_id = $3 AND "offset" = $4""")
    {
        Parameters =
        {
            new() { Value = record.Offset + 1 },
            new() { Value = _groupId },
            new() { Value = Id },
            new() { Value = _advanced },
        },
    };

    public override void Advanced(LogRecord record) => _advanced = record.Offset + 1;

    protected override void OnTaken()
    {
        if (WantsFetch)
        {
            _needsMore();
        }
    }
}
