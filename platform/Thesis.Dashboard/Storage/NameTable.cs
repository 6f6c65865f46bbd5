using System.Text;

namespace Thesis.Dashboard.Storage;

/// <summary>What a name stands for.</summary>
internal enum NameKind : byte
{
    /// <summary>A sender of telemetry: OpenTelemetry's Resource message.</summary>
    Resource = 1,

    /// <summary>An instrumentation scope: OpenTelemetry's InstrumentationScope message.</summary>
    Scope = 2,

    /// <summary>A series of a metric, see <see cref="MetricSeries"/>.</summary>
    Series = 3,

    /// <summary>A resource of the application, by its name: who prints console lines.</summary>
    Console = 4,
}

/// <summary>
/// Numbers for what many records have in common, kept on disk beside them. There is room for a fixed number of each kind:
/// what comes after that gets number 0, which stands for "others".
/// </summary>
internal sealed class NameTable : IDisposable
{
    public const int Others = 0;
    private const int KindOffset = RecordFrame.CommonSize;
    private const int MaxNameBytes = 64 * 1024;
    private static readonly Dictionary<NameKind, int> _room = new()
    {
        [NameKind.Resource] = 1_000,
        [NameKind.Scope] = 4_000,
        [NameKind.Series] = 10_000,
        [NameKind.Console] = 1_000,
    };

    private readonly Lock _lock = new();
    private readonly RecordLog _log;
    private readonly RecordBatch _batch = new();
    private readonly Dictionary<NameKind, Dictionary<string, int>> _numbers = _room.Keys.ToDictionary(k => k, _ => new Dictionary<string, int>());
    private readonly Dictionary<NameKind, List<byte[]>> _names = _room.Keys.ToDictionary(k => k, _ => new List<byte[]> { Array.Empty<byte>() });

    private NameTable(string folder, bool isNew) => _log = isNew
        ? RecordLog.Create(folder, long.MaxValue)
        : RecordLog.Open(folder, (_, payload) => Learn((NameKind)payload[KindOffset], payload[(KindOffset + 1)..]));

    /// <summary>How often a name found no room.</summary>
    public long Refused { get; private set; }

    public static NameTable Create(string folder) => new(folder, isNew: true);

    public static NameTable Open(string folder) => new(folder, isNew: false);

    /// <summary>The number of a name, a new one when it is new; <see cref="Others"/> when there is no room.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public int NumberOf(NameKind kind, ReadOnlySpan<byte> name)
    {
        var key = Encoding.Latin1.GetString(name);
        lock (_lock)
        {
            if (_numbers[kind].TryGetValue(key, out var known))
            {
                return known;
            }

            if (_names[kind].Count > _room[kind] || name.Length > MaxNameBytes)
            {
                Refused++;
                return Others;
            }

            Save(kind, name);
            return Learn(kind, name);
        }
    }

    /// <summary>The name of a number; empty for <see cref="Others"/> and for numbers never given.</summary>
    public ReadOnlySpan<byte> NameOf(NameKind kind, int number)
    {
        lock (_lock)
        {
            var names = _names[kind];
            return number > 0 && number < names.Count ? names[number] : default;
        }
    }

    /// <summary>Numbers run from 1 to this.</summary>
    public int Last(NameKind kind)
    {
        lock (_lock)
        {
            return _names[kind].Count - 1;
        }
    }

    public void Dispose()
    {
        _log.Dispose();
        _batch.Dispose();
    }

    private int Learn(NameKind kind, ReadOnlySpan<byte> name)
    {
        if (!_names.TryGetValue(kind, out var names))
        {
            return Others; // Of a later version.
        }

        names.Add(name.ToArray());
        return _numbers[kind][Encoding.Latin1.GetString(name)] = names.Count - 1;
    }

    private void Save(NameKind kind, ReadOnlySpan<byte> name)
    {
        Span<byte> head = stackalloc byte[RecordFrame.CommonSize + 1];
        head.Clear();
        head[KindOffset] = (byte)kind;
        _batch.Clear();
        _batch.TryAdd(head, name);
        _log.Append(_batch);
    }
}
