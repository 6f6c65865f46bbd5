using Thesis.Dashboard.Otlp;

namespace Thesis.Dashboard.Storage;

/// <summary>How much each sender sent, by its number.</summary>
internal sealed class SignalCounts
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, Counts> _bySender = [];

    internal readonly record struct Counts(long Logs, long LogErrors, long Spans, long SpanErrors, long Points);

    public void Log(ReadOnlySpan<byte> payload)
    {
        var log = new LogRecord(payload);
        var isError = log.Severity >= LogLevels.Error;
        Change(log.Resource, c => c with { Logs = c.Logs + 1, LogErrors = c.LogErrors + (isError ? 1 : 0) });
    }

    public void Span(ReadOnlySpan<byte> payload)
    {
        var span = new SpanRecord(payload);
        var isError = span.Status == SpanRecord.StatusError;
        Change(span.Resource, c => c with { Spans = c.Spans + 1, SpanErrors = c.SpanErrors + (isError ? 1 : 0) });
    }

    public void Point(ReadOnlySpan<byte> payload) => Change(RecordFrame.ResourceOf(payload), static c => c with { Points = c.Points + 1 });

    public IReadOnlyDictionary<int, Counts> Read()
    {
        lock (_lock)
        {
            return new Dictionary<int, Counts>(_bySender);
        }
    }

    public void Forget(int resource, Func<Counts, Counts> forget) => Change(resource, forget);

    private void Change(int resource, Func<Counts, Counts> change)
    {
        lock (_lock)
        {
            _bySender[resource] = change(_bySender.GetValueOrDefault(resource));
        }
    }
}
