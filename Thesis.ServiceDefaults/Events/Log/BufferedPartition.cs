using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>A partition while this member has it: a bounded buffer between what fetches and the consumer, and the consumer's task.</summary>
internal abstract class BufferedPartition : ILogPartition, IDisposable
{
    /// <summary>Events read ahead at most.</summary>
    public const int Capacity = 128;

    private readonly Channel<LogRecord> _records = Channel.CreateBounded<LogRecord>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborted;
    private readonly Action _offsetMoved;
    private long _advanceLater;

    /// <param name="offset">The offset the group handles next.</param>
    /// <param name="offsetMoved">Called when an offset waits to be written.</param>
    /// <param name="lost">Cancelled when the member has lost its partitions.</param>
    protected BufferedPartition(long offset, Action offsetMoved, CancellationToken lost)
    {
        (Read, _advanceLater, _offsetMoved) = (offset, offset, offsetMoved);
        _aborted = CancellationTokenSource.CreateLinkedTokenSource(lost);
        (Stopping, Aborted) = (_stopping.Token, _aborted.Token);
    }

    public abstract int Log { get; }

    public abstract string Topic { get; }

    public abstract int Number { get; }

    public CancellationToken Stopping { get; }

    public CancellationToken Aborted { get; }

    /// <summary>The consumer's task.</summary>
    public Task Consumer { get; private set; } = Task.CompletedTask;

    /// <summary>The offset up to which <see cref="AdvanceLater"/> was called.</summary>
    public long LaterOffset => Volatile.Read(ref _advanceLater);

    public int Room => Capacity - _records.Reader.Count;

    /// <summary>The offset up to which the consumer has seen the events.</summary>
    protected long Read
    {
        get => Volatile.Read(ref field);
        private set => Volatile.Write(ref field, value);
    }

    public void Start(Func<ILogPartition, Task> consume) => Consumer = Task.Run(() => consume(this));

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

    public abstract NpgsqlBatchCommand? Advance(LogRecord record);

    public abstract void Advanced(LogRecord record);

    public virtual void AdvanceLater(LogRecord record)
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

    public void Dispose()
    {
        _stopping.Dispose();
        _aborted.Dispose();
    }

    /// <summary>False if there is no room.</summary>
    protected bool TryAdd(LogRecord record) => _records.Writer.TryWrite(record);

    /// <summary>Called when the consumer has taken a record.</summary>
    protected virtual void OnTaken()
    {
    }

    private LogRecord Taken(LogRecord record)
    {
        Read = record.Offset + 1;
        OnTaken();
        return record;
    }
}
