using System.Buffers.Binary;
using System.Text;

namespace Thesis.Dashboard.Storage;

/// <summary>What a list says of a trace.</summary>
internal sealed class TraceSummary(UInt128 traceId, long number)
{
    private const int MaxResources = 64;
    private readonly List<(int Resource, int Spans)> _resources = [];

    public UInt128 TraceId { get; } = traceId;

    /// <summary>Grows in the order in which traces were first seen.</summary>
    public long Number { get; } = number;

    /// <summary>The root's name; until it has come, that of the earliest span.</summary>
    public string Name { get; private set; } = "";

    public bool HasRoot { get; private set; }

    /// <summary>Nanoseconds since 1970.</summary>
    public long Start { get; private set; } = long.MaxValue;

    public long End { get; private set; }

    public int Spans { get; private set; }

    public int Errors { get; private set; }

    /// <summary>Where in the log its spans lie: from this id …</summary>
    public long FirstId { get; private set; } = long.MaxValue;

    /// <summary>… to this.</summary>
    public long LastId { get; private set; }

    /// <summary>Of the index, when this last changed.</summary>
    public long Version { get; private set; }

    public IReadOnlyList<(int Resource, int Spans)> Resources => _resources;

    public void Add(long id, SpanRecord span, long version)
    {
        if (span.IsRoot ? !HasRoot : !HasRoot && span.Start < Start)
        {
            Name = Encoding.UTF8.GetString(span.Name);
        }

        HasRoot |= span.IsRoot;
        Start = Math.Min(Start, span.Start);
        End = Math.Max(End, span.Start + span.Duration);
        Spans++;
        Errors += span.Status == SpanRecord.StatusError ? 1 : 0;
        FirstId = Math.Min(FirstId, id);
        LastId = Math.Max(LastId, id);
        Version = version;
        CountResource(span.Resource);
    }

    private void CountResource(int resource)
    {
        var at = _resources.FindIndex(r => r.Resource == resource);
        if (at >= 0)
        {
            _resources[at] = (resource, _resources[at].Spans + 1);
        }
        else if (_resources.Count < MaxResources)
        {
            _resources.Add((resource, 1));
        }
    }
}

/// <summary>
/// Summaries of the traces first seen last. Spans may come in any order and from any resource. Traces beyond the limit leave
/// the list; their spans stay in the log and can be found by id.
/// </summary>
internal sealed class TraceIndex
{
    public const int MaxTraces = 10_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, TraceSummary> _traces = [];
    private readonly Queue<UInt128> _order = [];
    private long _number;
    private long _version;

    public long Version
    {
        get
        {
            lock (_lock)
            {
                return _version;
            }
        }
    }

    public static UInt128 Key(ReadOnlySpan<byte> traceId) => BinaryPrimitives.ReadUInt128BigEndian(traceId);

    /// <summary>Takes in the spans of a batch whose first record got this id.</summary>
    public void Add(long firstId, RecordBatch batch)
    {
        lock (_lock)
        {
            _version++;
            var rest = batch.Bytes;
            while (rest.Length > 0)
            {
                var payload = RecordFrame.Trusted(rest);
                AddOne(firstId, payload);
                var size = RecordFrame.HeaderSize + payload.Length;
                rest = rest[size..];
                firstId += size;
            }
        }
    }

    public void Add(long id, ReadOnlySpan<byte> payload)
    {
        lock (_lock)
        {
            AddOne(id, payload);
        }
    }

    /// <summary>
    /// Newest first, those that <paramref name="accept"/> takes. It is called under the index's lock: it must be quick.
    /// </summary>
    public List<(UInt128 TraceId, long Number, T Item)> Select<T>(Func<TraceSummary, bool> accept, Func<TraceSummary, T> select, int limit)
    {
        var found = new List<(UInt128, long, T)>();
        lock (_lock)
        {
            foreach (var key in _order.Reverse())
            {
                var trace = _traces[key];
                if (accept(trace))
                {
                    found.Add((key, trace.Number, select(trace)));
                    if (found.Count == limit)
                    {
                        break;
                    }
                }
            }
        }

        return found;
    }

    /// <summary>Where in the log a trace's spans lie; everywhere when the trace has left the list.</summary>
    public (long FirstId, long LastId) RangeOf(UInt128 traceId)
    {
        lock (_lock)
        {
            return _traces.TryGetValue(traceId, out var trace) ? (trace.FirstId, trace.LastId) : (0, long.MaxValue - 1);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _traces.Clear();
            _order.Clear();
            _version++;
        }
    }

    private void AddOne(long id, ReadOnlySpan<byte> payload)
    {
        var span = new SpanRecord(payload);
        var key = Key(span.TraceId);
        if (!_traces.TryGetValue(key, out var trace))
        {
            if (_order.Count == MaxTraces)
            {
                _traces.Remove(_order.Dequeue());
            }

            trace = new TraceSummary(key, ++_number);
            _traces.Add(key, trace);
            _order.Enqueue(key);
        }

        trace.Add(id, span, _version);
    }
}
