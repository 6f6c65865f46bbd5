using Microsoft.AspNetCore.Http;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Api;

/// <summary>Which traces a request asks for.</summary>
internal sealed class TraceQuery
{
    private readonly RunStore _run;
    private readonly string[] _resources;
    private readonly TextQuery? _text;
    private readonly bool _errors;
    private readonly long _minDuration;
    private readonly long _from;
    private readonly long _to;
    private readonly long _before;

    public TraceQuery(HttpRequest request, RunStore run)
    {
        _run = run;
        _resources = RequestQuery.All(request, "resource");
        _text = TextQuery.Parse(RequestQuery.Text(request, "q"));
        _errors = RequestQuery.Bool(request, "errors");
        _minDuration = RequestQuery.Int(request, "minDurationMs", 0, 0, int.MaxValue) * 1_000_000L;
        _from = RequestQuery.Time(request, "from") ?? long.MinValue;
        _to = RequestQuery.Time(request, "to") ?? long.MaxValue;
        _before = RequestQuery.Position(request, "before") ?? long.MaxValue;
    }

    /// <summary>Newest first: traces that have changed since a version of the index.</summary>
    public List<(long Number, TraceView View)> Find(int limit, long sinceVersion, CancellationToken cancelled)
    {
        var senders = _run.SendersNamed(_resources);
        var withText = _text is null ? null : WithText(cancelled);
        return
        [
            .. _run.Traces.Select(
                    trace => trace.Version > sinceVersion && trace.Number < _before && Accepts(trace, senders)
                        && (withText is null || withText.Contains(trace.TraceId)),
                    trace => TraceView.Of(trace, _run),
                    limit)
                .Select(found => (found.Number, found.Item)),
        ];
    }

    private bool Accepts(TraceSummary trace, HashSet<int>? senders) =>
        (!_errors || trace.Errors > 0)
        && trace.End - trace.Start >= _minDuration
        && trace.End >= _from && trace.Start <= _to
        && (senders is null || trace.Resources.Any(r => senders.Contains(r.Resource)));

    /// <summary>Traces with a span that holds the text, or whose id begins with it.</summary>
    private HashSet<UInt128> WithText(CancellationToken cancelled)
    {
        var found = new HashSet<UInt128>();
        var filter = new ScanFilter { Text = _text, TextStart = SpanRecord.TextStart };
        RecordScan.Backward(
            _run.Spans,
            filter,
            (_, payload) =>
            {
                found.Add(TraceIndex.Key(new SpanRecord(payload).TraceId));
                return found.Count < TraceIndex.MaxTraces;
            },
            cancelled);
        return found;
    }
}
