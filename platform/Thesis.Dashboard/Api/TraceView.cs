using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Api;

/// <summary>A trace in a list.</summary>
internal sealed record TraceView(
    string TraceId,
    string Name,
    DateTime StartTime,
    double DurationMs,
    int SpanCount,
    int ErrorCount,
    bool HasRoot,
    IReadOnlyList<TraceResourceView> Resources)
{
    public static TraceView Of(TraceSummary trace, RunStore run) => new(
        trace.TraceId.ToString("x32"),
        trace.Name,
        RequestQuery.FromNanoseconds(trace.Start),
        RecordJson.Milliseconds(trace.End - trace.Start),
        trace.Spans,
        trace.Errors,
        trace.HasRoot,
        [.. trace.Resources.GroupBy(r => run.SenderOf(r.Resource).Name).Select(g => new TraceResourceView(g.Key, g.Sum(r => r.Spans)))]);
}

/// <summary>How many of a trace's spans a resource has.</summary>
internal sealed record TraceResourceView(string Name, int Spans);

/// <summary>A page of traces, newest first.</summary>
internal sealed record TracePage(IReadOnlyList<TraceView> Items, string? Next);
