namespace Thesis.Dashboard.Storage;

/// <summary>Blocks of one segment, as they were when a reader asked.</summary>
internal readonly record struct SegmentView(Segment Segment, RecordBlock[] Blocks);

/// <summary>
/// Records of one signal in the order they came, in a folder of segments. What is appended is with the operating system
/// before the call returns, so that it outlives this process however it ends. When the log is as large as it may be, its
/// oldest segment goes.
/// </summary>
internal sealed class RecordLog : IDisposable
{
    private const int SegmentsInFull = 16;
    private const long SmallestSegment = 64 * 1024;
    private const long LargestSegment = 64 << 20;
    private readonly Lock _lock = new();
    private readonly List<Segment> _segments = [];
    private readonly string _folder;
    private readonly long _maxBytes;
    private readonly long _segmentBytes;

    private RecordLog(string folder, long maxBytes)
    {
        _folder = folder;
        _maxBytes = maxBytes;
        _segmentBytes = Math.Clamp(maxBytes / SegmentsInFull, SmallestSegment, LargestSegment);
    }

    /// <summary>Bytes on disk.</summary>
    public long Bytes { get; private set; }

    /// <summary>Records kept.</summary>
    public long Count { get; private set; }

    /// <summary>Records whose segment had to go.</summary>
    public long Dropped { get; private set; }

    /// <summary>Greater than the id of every record in the log.</summary>
    public long EndId
    {
        get
        {
            lock (_lock)
            {
                return _segments.Count == 0 ? 0 : IdOf(_segments[^1].Number, _segments[^1].Length);
            }
        }
    }

    /// <summary>A new log in an empty folder.</summary>
    public static RecordLog Create(string folder, long maxBytes)
    {
        Directory.CreateDirectory(folder);
        return new RecordLog(folder, maxBytes);
    }

    /// <summary>A log of an earlier run, for reading. Torn records at its end are left out.</summary>
    public static RecordLog Open(string folder, Action<long, ReadOnlySpan<byte>>? visit = null)
    {
        var log = new RecordLog(folder, long.MaxValue);
        foreach (var (number, path) in SegmentFiles(folder))
        {
            var segment = Segment.Open(path, number, visit is null ? null : (n, offset, payload) => visit(IdOf(n, offset), payload));
            log._segments.Add(segment);
            log.Bytes += segment.Length;
            log.Count += segment.Count;
        }

        return log;
    }

    /// <summary>An id that grows with the order of arrival.</summary>
    public static long IdOf(int segment, long offset) => ((long)segment << 32) | offset;

    /// <summary>Adds the batch and returns the id of its first record; the next is further by a frame's length.</summary>
    /// <exception cref="IOException">The disk is full, though older segments were given up.</exception>
    public long Append(RecordBatch batch)
    {
        if (batch.Count == 0)
        {
            return EndId;
        }

        lock (_lock)
        {
            var segment = _segments.Count > 0 && _segments[^1].Length + batch.Length <= _segmentBytes ? _segments[^1] : Roll();
            var offset = segment.Length;
            try
            {
                segment.Append(batch);
            }
            catch (IOException) when (_segments.Count > 1)
            {
                DropOldest(); // Of use when this log is what fills the disk.
                segment.Append(batch);
            }

            Bytes += batch.Length;
            Count += batch.Count;
            return IdOf(segment.Number, offset);
        }
    }

    /// <summary>Oldest first.</summary>
    public SegmentView[] View()
    {
        lock (_lock)
        {
            return [.. _segments.Select(s => new SegmentView(s, s.Blocks()))];
        }
    }

    /// <summary>Forgets every record.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            if (_segments.Count > 0)
            {
                Roll(); // Numbers go on, so that ids stay what they are.
            }

            while (_segments.Count > 1)
            {
                DropOldest();
            }

            Dropped = 0;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var segment in _segments)
            {
                segment.Dispose();
            }

            _segments.Clear();
        }
    }

    private static IEnumerable<(int Number, string Path)> SegmentFiles(string folder) =>
        !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*.seg")
            .Select(path => (Number: int.TryParse(Path.GetFileNameWithoutExtension(path), out var n) ? n : 0, path))
            .Where(file => file.Number > 0)
            .OrderBy(file => file.Number);

    private Segment Roll()
    {
        while (_segments.Count > 0 && Bytes + _segmentBytes > _maxBytes)
        {
            DropOldest();
        }

        var number = ++_lastNumber;
        var segment = Segment.Create(Path.Combine(_folder, $"{number:000000}.seg"), number);
        _segments.Add(segment);
        return segment;
    }

    private int _lastNumber;

    private void DropOldest()
    {
        var oldest = _segments[0];
        _segments.RemoveAt(0);
        Bytes -= oldest.Length;
        Count -= oldest.Count;
        Dropped += oldest.Count;
        oldest.Delete();
    }
}
