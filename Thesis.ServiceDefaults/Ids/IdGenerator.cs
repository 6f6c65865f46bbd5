namespace Thesis.ServiceDefaults;

/// <summary>
/// Ids of 42 bits of milliseconds since 2026, 10 bits of node and 11 bits of sequence, below a sign bit of 0. Lock-free.
/// Time only moves forward here: when the clock goes back, or 2,048 ids are taken in one millisecond, ids go on from the
/// last one taken, ahead of the clock, so that none is ever made twice.
/// </summary>
public sealed class IdGenerator : IIdGenerator
{
    /// <summary>Bits of the node number.</summary>
    public const int NodeBits = 10;

    /// <summary>Bits of the sequence within a millisecond.</summary>
    public const int SequenceBits = 11;

    /// <summary>The first instant an id can carry.</summary>
    public static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const long SequenceMask = (1L << SequenceBits) - 1;

    private readonly TimeProvider _time;
    private long _until = long.MaxValue;
    private long _last; // milliseconds << SequenceBits | sequence

    /// <summary>A generator for one process.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="node">This process's number, 0 to 1,023; no two running processes may share it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The node does not fit its bits.</exception>
    public IdGenerator(TimeProvider time, int node)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(node);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(node, 1 << NodeBits);
        _time = time;
        Node = node;
    }

    /// <summary>A generator whose ids are between two milliseconds since <see cref="Epoch"/>.</summary>
    internal IdGenerator(TimeProvider time, int node, long from, long until)
        : this(time, node)
    {
        _last = (from << SequenceBits) - 1;
        _until = until;
    }

    /// <summary>This process's number.</summary>
    internal int Node { get; }

    /// <summary>Ids are made of milliseconds before this; it only grows.</summary>
    internal long Until
    {
        get => Volatile.Read(ref _until);
        set => Volatile.Write(ref _until, value);
    }

    /// <inheritdoc/>
    public long Next() => TryNext(out var id) ? id : throw new NodeLeaseLostException();

    /// <summary>False if the next id would not be before <see cref="Until"/>.</summary>
    internal bool TryNext(out long id)
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(last + 1, Milliseconds(_time.GetUtcNow()) << SequenceBits);
            if (next >> SequenceBits >= Until)
            {
                id = 0;
                return false;
            }
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                id = (next >> SequenceBits << (NodeBits + SequenceBits)) | ((long)Node << SequenceBits) | (next & SequenceMask);
                return true;
            }
        }
    }

    /// <summary>When an id was made, to the millisecond.</summary>
    public static DateTimeOffset TimeOf(long id) => Epoch.AddMilliseconds(id >> (NodeBits + SequenceBits));

    /// <summary>Milliseconds since <see cref="Epoch"/>, 0 before it.</summary>
    internal static long Milliseconds(DateTimeOffset time) => Math.Max(0, (long)(time - Epoch).TotalMilliseconds);
}
