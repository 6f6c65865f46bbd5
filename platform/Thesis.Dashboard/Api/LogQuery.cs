using Microsoft.AspNetCore.Http;
using Thesis.Dashboard.Otlp;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Api;

/// <summary>Which logs a request asks for.</summary>
internal sealed class LogQuery
{
    private const string FieldPrefix = "field.";
    private readonly RunStore _run;
    private readonly string[] _resources;
    private readonly ScanFilter _filter;
    private readonly int _leastSeverity;
    private readonly byte[]? _spanId;
    private readonly (byte[] Name, string Value)[] _fields;

    public LogQuery(HttpRequest request, RunStore run)
    {
        _run = run;
        _resources = RequestQuery.All(request, "resource");
        _fields =
        [
            .. request.Query.Where(p => p.Key.StartsWith(FieldPrefix, StringComparison.Ordinal)).SelectMany(p => p.Value.OfType<string>()
                .Select(value => (System.Text.Encoding.UTF8.GetBytes(p.Key[FieldPrefix.Length..]), value))),
        ];
        _leastSeverity = RequestQuery.Text(request, "level") is not { } level ? 0 : LogLevels.Least(level)
            ?? throw ProblemException.Bad($"level is '{level}'; it must be Trace, Debug, Information, Warning, Error or Critical.");
        _spanId = RequestQuery.Id(request, "spanId", 8);
        _filter = new ScanFilter
        {
            Text = TextQuery.Parse(RequestQuery.Text(request, "q"), _fields.Select(f => f.Value)),
            Bytes = RequestQuery.Id(request, "traceId", 16),
            From = RequestQuery.Time(request, "from") ?? long.MinValue,
            To = RequestQuery.Time(request, "to") ?? long.MaxValue,
            BeforeId = RequestQuery.Position(request, "before") ?? long.MaxValue,
            ClearedBefore = resource => run.ClearedBefore("logs", resource),
        };
    }

    /// <summary>Newest first, until <paramref name="visit"/> has enough.</summary>
    public void Backward(RecordVisitor visit, CancellationToken cancelled) =>
        RecordScan.Backward(_run.Logs, Filter, Accepting(visit), cancelled);

    /// <summary>What came at or after an id, oldest first.</summary>
    public void Forward(long fromId, RecordVisitor visit, CancellationToken cancelled) =>
        RecordScan.Forward(_run.Logs, Filter with { FromId = fromId }, Accepting(visit), cancelled);

    // Looked up each time: while a stream runs, more senders of that name may come.
    private ScanFilter Filter => _filter with { Resources = _run.SendersNamed(_resources) };

    private RecordVisitor Accepting(RecordVisitor visit) => (id, payload) => !Accepts(new LogRecord(payload)) || visit(id, payload);

    private bool Accepts(LogRecord log) =>
        log.Severity >= _leastSeverity
        && (_filter.Bytes is null || log.TraceId.SequenceEqual(_filter.Bytes))
        && (_spanId is null || log.SpanId.SequenceEqual(_spanId))
        && (_fields.Length == 0 || HasFields(log));

    private bool HasFields(LogRecord log)
    {
        foreach (var (name, value) in _fields)
        {
            if (!HasField(log, name, value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasField(LogRecord log, ReadOnlySpan<byte> name, string value)
    {
        var fields = log.Fields;
        _ = fields.Value(out _);
        _ = fields.Text();
        for (var left = fields.Number(); left > 0; left--)
        {
            var key = fields.Text();
            var held = fields.Value(out _);
            if (key.SequenceEqual(name))
            {
                return System.Text.Encoding.UTF8.GetString(held).Equals(value, StringComparison.OrdinalIgnoreCase);
            }
        }

        return false;
    }
}
