using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Thesis.Dashboard.Metrics;
using Thesis.Dashboard.Otlp;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Api;

/// <summary>A metric that a resource has, and what it is told apart by.</summary>
internal sealed record InstrumentView(
    string Resource, string Meter, string Name, string Description, string Unit, string Kind, IReadOnlyList<AttributeValues> Attributes);

/// <summary>An attribute and the values it takes.</summary>
internal sealed record AttributeValues(string Key, IReadOnlyList<string> Values);

/// <summary>A metric's curves.</summary>
/// <param name="IsCut">There are more series than are shown.</param>
internal sealed record SeriesAnswer(
    string Kind, bool IsMonotonic, string Unit, double IntervalSeconds, bool IsCut, IReadOnlyList<SeriesView> Series, IReadOnlyList<Exemplar> Exemplars);

/// <summary>One curve.</summary>
internal sealed record SeriesView(IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<CurvePoint> Points);

/// <summary>Metrics: what there is, and how it went.</summary>
internal sealed class MetricEndpoints(RunCatalog runs, DashboardOptions options)
{
    private const string AttributePrefix = "attr.";
    private const string InstanceKey = "service.instance.id";
    private const int MaxPoints = 500;
    private const int DefaultPoints = 120;
    private const int MaxValues = 100;
    private const long DefaultWindow = 15L * 60 * 1_000_000_000;
    private const long LeastInterval = 1_000_000_000;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/metrics/instruments", ListAsync);
        app.MapGet("/api/v1/metrics/series", SeriesAsync);
    }

    private Task ListAsync(HttpContext http)
    {
        var run = RequestQuery.Run(http.Request, runs);
        var senders = run.SendersNamed(RequestQuery.All(http.Request, "resource"));
        var instruments = MetricQuery.SeriesOf(run, senders)
            .GroupBy(s => (Resource: run.SenderOf(s.Series.Resource).Name, Meter: MeterOf(run, s.Series), s.Series.Name))
            .OrderBy(g => g.Key.Resource, StringComparer.Ordinal).ThenBy(g => g.Key.Meter, StringComparer.Ordinal).ThenBy(g => g.Key.Name, StringComparer.Ordinal)
            .Select(g => new InstrumentView(
                g.Key.Resource,
                g.Key.Meter,
                g.Key.Name,
                g.First().Series.Description,
                g.First().Series.Unit,
                KindOf(g.First().Series),
                [
                    .. g.SelectMany(s => s.Series.Attributes).GroupBy(a => a.Key).OrderBy(a => a.Key, StringComparer.Ordinal)
                        .Select(a => new AttributeValues(a.Key, [.. a.Select(v => v.Value).Distinct().Order(StringComparer.Ordinal).Take(MaxValues)])),
                ]));
        return http.Response.WriteAsJsonAsync([.. instruments], ApiJson.Default.InstrumentViewArray, cancellationToken: http.RequestAborted);
    }

    private Task SeriesAsync(HttpContext http)
    {
        var run = RequestQuery.Run(http.Request, runs);
        var chosen = Choose(http.Request, run);
        if (chosen.Count == 0)
        {
            throw ProblemException.Missing("series of that resource, meter, name and attributes");
        }

        var (from, width, count) = Window(http.Request, run);
        var kept = chosen.Take(MetricQuery.MaxSeries).ToDictionary(s => s.Number, s => new SeriesCurve(s.Series, from, width, count));
        var exemplars = MetricQuery.Draw(run, kept, from, from + (width * count), http.RequestAborted);
        var first = chosen[0].Series;
        var hasInstances = chosen.Select(s => s.Series.Resource).Distinct().Count() > 1;
        return http.Response.WriteAsJsonAsync(
            new SeriesAnswer(
                KindOf(first),
                first.Kind == MetricKind.Counter,
                first.Unit,
                width / 1e9,
                chosen.Count > kept.Count,
                [.. kept.Values.Select(c => new SeriesView(AttributesOf(run, c.Series, hasInstances), c.Points()))],
                exemplars),
            ApiJson.Default.SeriesAnswer,
            cancellationToken: http.RequestAborted);
    }

    private static List<(int Number, MetricSeries Series)> Choose(HttpRequest request, RunStore run)
    {
        var senders = run.SendersNamed([RequestQuery.Required(request, "resource"), .. RequestQuery.All(request, "resource")]);
        var meter = RequestQuery.Required(request, "meter");
        var name = RequestQuery.Required(request, "name");
        var wanted = request.Query.Where(p => p.Key.StartsWith(AttributePrefix, StringComparison.Ordinal))
            .Select(p => (Key: p.Key[AttributePrefix.Length..], Values: p.Value.OfType<string>().ToHashSet())).ToList();
        return
        [
            .. MetricQuery.SeriesOf(run, senders).Where(s => s.Series.Name == name && MeterOf(run, s.Series) == meter
                && wanted.TrueForAll(w => s.Series.Attributes.Any(a => a.Key == w.Key && w.Values.Contains(a.Value)))),
        ];
    }

    private (long From, long Width, int Count) Window(HttpRequest request, RunStore run)
    {
        var points = RequestQuery.Int(request, "points", DefaultPoints, 1, MaxPoints);
        var to = RequestQuery.Time(request, "to") ?? (run.IsCurrent
            ? RequestQuery.Nanoseconds(options.Time.GetUtcNow())
            : run.Metrics.View().SelectMany(v => v.Blocks).Select(b => b.MaxTime).DefaultIfEmpty(0).Max() + 1);
        var from = RequestQuery.Time(request, "from") ?? to - DefaultWindow;
        if (from >= to)
        {
            throw ProblemException.Bad("from is not before to.");
        }

        // Intervals begin at round times, so that a chart that moves on does not shake.
        var width = Math.Max(LeastInterval, (to - from) / points / LeastInterval * LeastInterval);
        var start = from / width * width;
        return (start, width, (int)Math.Min(MaxPoints + 1, ((to - start) / width) + 1));
    }

    private static Dictionary<string, string> AttributesOf(RunStore run, MetricSeries series, bool withInstance)
    {
        var attributes = new Dictionary<string, string>();
        foreach (var (key, value) in series.Attributes)
        {
            attributes[key] = value;
        }

        if (withInstance && run.SenderOf(series.Resource).InstanceId is { } instance)
        {
            attributes[InstanceKey] = instance;
        }

        return attributes;
    }

    private static string MeterOf(RunStore run, MetricSeries series) => Senders.ScopeName(run.Names.NameOf(NameKind.Scope, series.Scope));

    private static string KindOf(MetricSeries series) => series.Kind switch
    {
        MetricKind.Gauge => "gauge",
        MetricKind.Sum or MetricKind.Counter => "sum",
        _ => "histogram",
    };
}
