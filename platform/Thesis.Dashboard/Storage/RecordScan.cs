using System.Numerics;

namespace Thesis.Dashboard.Storage;

/// <summary>Which records a scan is for. What it can tell from a block's index it does not read.</summary>
internal sealed record ScanFilter
{
    /// <summary>Nanoseconds since 1970.</summary>
    public long From { get; init; } = long.MinValue;

    /// <summary>Inclusive.</summary>
    public long To { get; init; } = long.MaxValue;

    /// <summary>Only records with a lower id.</summary>
    public long BeforeId { get; init; } = long.MaxValue;

    /// <summary>Only records with this id or a higher one.</summary>
    public long FromId { get; init; }

    /// <summary>Null for all.</summary>
    public IReadOnlySet<int>? Resources { get; init; }

    public TextQuery? Text { get; init; }

    /// <summary>Bytes that a record must hold as they are, such as a trace id.</summary>
    public byte[]? Bytes { get; init; }

    /// <summary>Where in a payload the text begins.</summary>
    public Func<ReadOnlySpan<byte>, int> TextStart { get; init; } = LogRecord.TextStart;

    /// <summary>For a resource, the id below which its records are not shown.</summary>
    public Func<int, long>? ClearedBefore { get; init; }

    public ulong Mask => Resources is null ? ulong.MaxValue : Resources.Aggregate(0UL, (mask, r) => mask | RecordBlock.Bit(r));
}

/// <summary>Called with a record's id and payload; returns whether to go on.</summary>
internal delegate bool RecordVisitor(long id, ReadOnlySpan<byte> payload);

/// <summary>Reads a log block by block, in memory of a fixed size, and finds records by what they hold.</summary>
internal sealed class RecordScan : IDisposable
{
    private readonly ScanFilter _filter;
    private readonly ulong _mask;
    private readonly CancellationToken _cancelled;
    private readonly List<int> _found = [];
    private byte[] _block = [];
    private byte[] _folded = [];

    private RecordScan(ScanFilter filter, CancellationToken cancelled)
    {
        _filter = filter;
        _mask = filter.Mask;
        _cancelled = cancelled;
    }

    /// <summary>Newest first.</summary>
    public static void Backward(RecordLog log, ScanFilter filter, RecordVisitor visit, CancellationToken cancelled = default)
    {
        using var scan = new RecordScan(filter, cancelled);
        foreach (var view in log.View().Reverse())
        {
            for (var i = view.Blocks.Length - 1; i >= 0; i--)
            {
                if (scan.Load(view, view.Blocks[i]) && !scan.VisitBackward(view, view.Blocks[i], visit))
                {
                    return;
                }
            }
        }
    }

    /// <summary>Oldest first.</summary>
    public static void Forward(RecordLog log, ScanFilter filter, RecordVisitor visit, CancellationToken cancelled = default)
    {
        using var scan = new RecordScan(filter, cancelled);
        foreach (var view in log.View())
        {
            foreach (var block in view.Blocks)
            {
                if (scan.Load(view, block) && !scan.VisitForward(view, block, visit))
                {
                    return;
                }
            }
        }
    }

    public void Dispose()
    {
        Buffers.Return(_block);
        Buffers.Return(_folded);
    }

    private static void Rent(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            Buffers.Return(buffer);
            buffer = Buffers.Rent(length);
        }
    }

    private bool Load(SegmentView view, RecordBlock block)
    {
        _cancelled.ThrowIfCancellationRequested();
        var first = RecordLog.IdOf(view.Segment.Number, block.Offset);
        if (first >= _filter.BeforeId || first + block.Length <= _filter.FromId || !block.MayHold(_filter.From, _filter.To, _mask))
        {
            return false;
        }

        Rent(ref _block, block.Length);
        if (!view.Segment.TryRead(block, _block))
        {
            return false;
        }

        Find(block.Length, first);
        return _found.Count > 0;
    }

    private bool VisitForward(SegmentView view, RecordBlock block, RecordVisitor visit)
    {
        foreach (var at in _found)
        {
            if (!visit(RecordLog.IdOf(view.Segment.Number, block.Offset + at), RecordFrame.Trusted(_block.AsSpan(at))))
            {
                return false;
            }
        }

        return true;
    }

    private bool VisitBackward(SegmentView view, RecordBlock block, RecordVisitor visit)
    {
        for (var i = _found.Count - 1; i >= 0; i--)
        {
            var at = _found[i];
            if (!visit(RecordLog.IdOf(view.Segment.Number, block.Offset + at), RecordFrame.Trusted(_block.AsSpan(at))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Notes where in the block the records lie that match.</summary>
    private void Find(int length, long firstId)
    {
        _found.Clear();
        var bytes = _block.AsSpan(0, length);
        ReadOnlySpan<byte> folded = default;
        if (_filter.Text is not null)
        {
            Rent(ref _folded, length);
            bytes.CopyTo(_folded);
            AsciiFold.ToLower(_folded.AsSpan(0, length));
            folded = _folded.AsSpan(0, length);
        }

        var needle = _filter.Bytes ?? _filter.Text?.Needle;
        var haystack = _filter.Bytes is null ? folded : bytes;
        var at = 0;
        var hit = -1; // Where the needle was last found; everything before it is known to hold none.
        while (at < length)
        {
            var end = at + RecordFrame.HeaderSize + BitConverter.ToInt32(bytes[at..]);
            if (needle is not null && hit < at)
            {
                var next = haystack[at..].IndexOf(needle);
                if (next < 0)
                {
                    return;
                }

                hit = at + next;
            }

            if ((needle is null || hit < end) && Holds(bytes[at..end], folded, at, end, firstId + at))
            {
                _found.Add(at);
            }

            at = end;
        }
    }

    private bool Holds(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> folded, int at, int end, long id)
    {
        var payload = frame[RecordFrame.HeaderSize..];
        var time = RecordFrame.TimeOf(payload);
        if (id >= _filter.BeforeId || id < _filter.FromId || time < _filter.From || time > _filter.To
            || (_filter.Resources is { } resources && !resources.Contains(RecordFrame.ResourceOf(payload)))
            || (_filter.ClearedBefore is { } cleared && id < cleared(RecordFrame.ResourceOf(payload))))
        {
            return false;
        }

        if (_filter.Bytes is { } raw && payload.IndexOf(raw) < 0)
        {
            return false;
        }

        if (_filter.Text is not { } text)
        {
            return true;
        }

        var start = _filter.TextStart(payload);
        return text.Matches(payload[start..], folded[(at + RecordFrame.HeaderSize + start)..end]);
    }
}
