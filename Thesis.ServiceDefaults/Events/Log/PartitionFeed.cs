using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>A partition of the log in PostgreSQL while this member has it: a bounded buffer between fetcher and consumer.</summary>
internal sealed class PartitionFeed : ILogPartition, IDisposable
{
    /// <summary>Events read ahead at most.</summary>
    public const int Capacity = 128;

    private const long UnknownEnd = long.MaxValue;

    private readonly Channel<LogRecord> _records = Channel.CreateBounded<LogRecord>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborted;
    private readonly LogPartition _partition;
    private readonly int _groupId;
    private readonly Action _needsMore;
    private readonly Action _offsetMoved;
    private long _end = UnknownEnd;
    private long _fetched;
    private long _read;
    private long _advanced;
    private long _advanceLater;

    /// <param name="offset">The offset the group handles next.</param>
    /// <param name="needsMore">Called when the buffer has room and the log has more.</param>
    /// <param name="offsetMoved">Called when an offset waits to be written.</param>
    public PartitionFeed(LogPartition partition, int groupId, long offset, Action needsMore, Action offsetMoved, CancellationToken lost)
    {
        (_partition, _groupId, _needsMore, _offsetMoved) = (partition, groupId, needsMore, offsetMoved);
        _fetched = _read = _advanced = _advanceLater = offset;
        _aborted = CancellationTokenSource.CreateLinkedTokenSource(lost);
        (Stopping, Aborted) = (_stopping.Token, _aborted.Token);
    }

    public int Id => _partition.Id;

    public string Topic => _partition.Topic;

    public int Number => _partition.Number;

    public CancellationToken Stopping { get; }

    public CancellationToken Aborted { get; }

    /// <summary>The consumer's task.</summary>
    public Task Consumer { get; private set; } = Task.CompletedTask;

    /// <summary>Where to fetch from.</summary>
    public long Fetched => Volatile.Read(ref _fetched);

    /// <summary>The offset up to which <see cref="AdvanceLater"/> was called.</summary>
    public long LaterOffset => Volatile.Read(ref _advanceLater);

    /// <summary>Known events that the consumer has not seen.</summary>
    public long Lag => Volatile.Read(ref _end) is var end and not UnknownEnd ? Math.Max(0, end - Volatile.Read(ref _read)) : 0;

    /// <summary>True if a fetch may bring something and there is room for it.</summary>
    public bool WantsFetch => !Stopping.IsCancellationRequested && Fetched < Volatile.Read(ref _end) && _records.Reader.Count <= Capacity / 2;

    /// <summary>What is known of the partition's end, to be given back to <see cref="FetchedAll"/>.</summary>
    public long KnownEnd => Volatile.Read(ref _end);

    public int Room => Capacity - _records.Reader.Count;

    public void Start(Func<ILogPartition, Task> consume) => Consumer = Task.Run(() => consume(this));

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

    /// <summary>Puts a fetched record into the buffer; the caller has seen the <see cref="Room"/>.</summary>
    public void Add(LogRecord record)
    {
        if (_records.Writer.TryWrite(record))
        {
            Volatile.Write(ref _fetched, record.Offset + 1);
        }
    }

    /// <summary>Notes that a fetch found the end, unless more has been told of since.</summary>
    public void FetchedAll(long knownEnd) => Interlocked.CompareExchange(ref _end, Fetched, knownEnd);

    public async ValueTask<LogRecord?> ReadAsync()
    {
        if (Stopping.IsCancellationRequested)
        {
            return null;
        }
        try
        {
            return Taken(await _records.Reader.ReadAsync(Stopping));
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public bool TryRead([NotNullWhen(true)] out LogRecord? record)
    {
        if (Stopping.IsCancellationRequested || !_records.Reader.TryRead(out record))
        {
            record = null;
            return false;
        }
        Taken(record);
        return true;
    }

    public NpgsqlBatchCommand? Advance(LogRecord record) => new(
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

    public void Advanced(LogRecord record) => _advanced = record.Offset + 1;

    public void AdvanceLater(LogRecord record)
    {
        Volatile.Write(ref _advanceLater, record.Offset + 1);
        _offsetMoved();
    }

    /// <summary>Takes the partition from its consumer: at once between events, by force after the timeout.</summary>
    public void Stop(TimeSpan timeout)
    {
        if (!_stopping.IsCancellationRequested)
        {
            _stopping.Cancel();
            _aborted.CancelAfter(timeout);
        }
    }

    private LogRecord Taken(LogRecord record)
    {
        Volatile.Write(ref _read, record.Offset + 1);
        if (WantsFetch)
        {
            _needsMore();
        }
        return record;
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _aborted.Dispose();
    }
}
