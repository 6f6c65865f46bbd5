using Thesis.Dashboard.Otlp;

namespace Thesis.Dashboard.Storage;

/// <summary>All that one run of an application sent, in a folder of its own.</summary>
internal sealed class RunStore : IDisposable
{
    private const string LockFile = "run.lock";
    private readonly RunInfo _info;
    private readonly FileStream? _lock;
    private readonly TimeProvider _time;
    private readonly Lock _clearing = new();
    private IReadOnlyList<ClearedRecords> _cleared;
    private bool _disposed;

    private RunStore(string folder, RunInfo info, TimeProvider time, long? maxBytes)
    {
        Folder = folder;
        _info = info;
        _time = time;
        _cleared = info.Cleared;
        if (maxBytes is { } bytes)
        {
            _lock = new FileStream(Path.Combine(folder, LockFile), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
            Names = NameTable.Create(Path.Combine(folder, "names"));
            Logs = RecordLog.Create(Path.Combine(folder, "logs"), bytes / 5 * 2);
            Spans = RecordLog.Create(Path.Combine(folder, "spans"), bytes / 5 * 2);
            Metrics = RecordLog.Create(Path.Combine(folder, "metrics"), bytes / 10);
            Console = RecordLog.Create(Path.Combine(folder, "console"), bytes / 10);
            return;
        }

        Names = NameTable.Open(Path.Combine(folder, "names"));
        Logs = RecordLog.Open(Path.Combine(folder, "logs"), (_, payload) => Counts.Log(payload));
        Spans = RecordLog.Open(Path.Combine(folder, "spans"), (id, payload) =>
        {
            Counts.Span(payload);
            Traces.Add(id, payload);
        });
        Metrics = RecordLog.Open(Path.Combine(folder, "metrics"), (_, payload) => Counts.Point(payload));
        Console = RecordLog.Open(Path.Combine(folder, "console"));
    }

    public string Id => _info.Id;

    public string Folder { get; }

    /// <summary>Whether telemetry is still being added.</summary>
    public bool IsCurrent => _lock is not null;

    public NameTable Names { get; }

    public RecordLog Logs { get; }

    public RecordLog Spans { get; }

    public RecordLog Metrics { get; }

    public RecordLog Console { get; }

    public TraceIndex Traces { get; } = new();

    public SeriesState Series { get; } = new();

    public SignalCounts Counts { get; } = new();

    public ChangeSignal LogsChanged { get; } = new();

    public ChangeSignal SpansChanged { get; } = new();

    public ChangeSignal ConsoleChanged { get; } = new();

    public RunInfo Info => _info with
    {
        Logs = Logs.Count,
        Spans = Spans.Count,
        Points = Metrics.Count,
        Dropped = _info.Dropped + Logs.Dropped + Spans.Dropped + Metrics.Dropped + Console.Dropped,
        Cleared = _cleared,
    };

    /// <summary>Starts a run.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static RunStore Create(string folder, RunInfo info, TimeProvider time, long maxBytes)
    {
        Directory.CreateDirectory(folder);
        info.Write(folder);
        return new RunStore(folder, info, time, maxBytes);
    }

    /// <summary>Opens an earlier run for reading.</summary>
    public static RunStore Open(string folder, RunInfo info, TimeProvider time) => new(folder, info, time, null);

    /// <summary>Whether a dashboard that lives is adding to the run in this folder.</summary>
    public static bool IsInUse(string folder)
    {
        try
        {
            using var probe = new FileStream(Path.Combine(folder, LockFile), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <exception cref="IOException">The disk is full; nothing was added.</exception>
    public void AddLogs(RecordBatch batch)
    {
        Logs.Append(batch);
        Each(batch, Counts.Log);
        LogsChanged.Raise();
    }

    /// <exception cref="IOException">The disk is full; nothing was added.</exception>
    public void AddSpans(RecordBatch batch)
    {
        var id = Spans.Append(batch);
        Traces.Add(id, batch);
        Each(batch, Counts.Span);
        SpansChanged.Raise();
    }

    /// <exception cref="IOException">The disk is full; nothing was added.</exception>
    public void AddPoints(RecordBatch batch)
    {
        Metrics.Append(batch);
        Each(batch, Counts.Point);
    }

    /// <exception cref="IOException">The disk is full; nothing was added.</exception>
    public void AddConsole(RecordBatch batch)
    {
        Console.Append(batch);
        ConsoleChanged.Raise();
    }

    /// <summary>The name and instance of a sender.</summary>
    public Sender SenderOf(int resource) =>
        Names.NameOf(NameKind.Resource, resource) is { IsEmpty: false } message ? Senders.Read(message) : Sender.Others;

    /// <summary>Numbers of the senders with one of these names or instance ids; null, for all, when none is given.</summary>
    public HashSet<int>? SendersNamed(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? null : [.. Enumerable.Range(0, Names.Last(NameKind.Resource) + 1)
            .Where(n => SenderOf(n) is var sender && (names.Contains(sender.Name) || (sender.InstanceId is { } id && names.Contains(id))))];

    /// <summary>Up to which id the records of a sender have been cleared.</summary>
    public long ClearedBefore(string signal, int resource) =>
        _cleared.Where(c => c.Signal == signal && c.Resource == resource).Select(c => c.BeforeId).FirstOrDefault();

    /// <summary>Hides what some senders sent so far; for null, deletes the whole signal.</summary>
    public void Clear(string signal, IReadOnlySet<int>? resources)
    {
        var log = signal switch { "logs" => Logs, "traces" => Spans, "metrics" => Metrics, _ => Console };
        lock (_clearing)
        {
            var others = _cleared.Where(c => c.Signal != signal || (resources is not null && !resources.Contains(c.Resource)));
            if (resources is null)
            {
                log.Clear();
                _cleared = [.. others];
            }
            else
            {
                var end = log.EndId;
                _cleared = [.. others, .. resources.Select(r => new ClearedRecords(signal, r, end))];
            }

            Save();
        }

        Reset(signal, resources);
        LogsChanged.Raise();
        SpansChanged.Raise();
        ConsoleChanged.Raise();
    }

    /// <summary>Writes what is known of the run.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Save() => Info.Write(Folder);

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (IsCurrent)
        {
            TryFinish();
        }

        Logs.Dispose();
        Spans.Dispose();
        Metrics.Dispose();
        Console.Dispose();
        Names.Dispose();
        _lock?.Dispose();
    }

    private void TryFinish()
    {
        try
        {
            (Info with { EndedAt = _time.GetUtcNow() }).Write(Folder);
        }
        catch (IOException)
        {
            // The disk is full: the run stays readable, its counts are those of the last time they were written.
        }
    }

    private void Reset(string signal, IReadOnlySet<int>? resources)
    {
        if (signal == "metrics")
        {
            Series.Clear();
        }

        if (signal == "traces")
        {
            RebuildTraces();
        }

        foreach (var resource in resources ?? Counts.Read().Keys.ToHashSet())
        {
            Counts.Forget(resource, c => signal switch
            {
                "logs" => c with { Logs = 0, LogErrors = 0 },
                "traces" => c with { Spans = 0, SpanErrors = 0 },
                "metrics" => c with { Points = 0 },
                _ => c,
            });
        }
    }

    private void RebuildTraces()
    {
        Traces.Clear();
        RecordScan.Forward(Spans, new ScanFilter { ClearedBefore = r => ClearedBefore("traces", r) }, (id, payload) =>
        {
            Traces.Add(id, payload);
            return true;
        });
    }

    private static void Each(RecordBatch batch, PayloadVisitor visit)
    {
        var rest = batch.Bytes;
        while (rest.Length > 0)
        {
            var payload = RecordFrame.Trusted(rest);
            visit(payload);
            rest = rest[(RecordFrame.HeaderSize + payload.Length)..];
        }
    }

    private delegate void PayloadVisitor(ReadOnlySpan<byte> payload);
}
