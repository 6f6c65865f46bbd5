using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Metrics;

/// <summary>A measurement that was taken within a trace.</summary>
internal sealed record Exemplar(DateTime Time, double Value, string TraceId, string SpanId);

/// <summary>Finds series and their points.</summary>
internal static class MetricQuery
{
    public const int MaxSeries = 100;
    private const int MaxExemplars = 500;

    /// <summary>Every series that senders (null for all) sent, with its number.</summary>
    public static IEnumerable<(int Number, MetricSeries Series)> SeriesOf(RunStore run, IReadOnlySet<int>? senders)
    {
        var last = run.Names.Last(NameKind.Series);
        for (var number = 1; number <= last; number++)
        {
            var series = Read(run, number);
            if (senders is null || senders.Contains(series.Resource))
            {
                yield return (number, series);
            }
        }
    }

    /// <summary>The curves of some series, by their numbers, and the exemplars between.</summary>
    public static List<Exemplar> Draw(RunStore run, IReadOnlyDictionary<int, SeriesCurve> curves, long from, long to, CancellationToken cancelled)
    {
        var exemplars = new List<Exemplar>();
        var filter = new ScanFilter
        {
            From = from - SeriesCurve.Carry, // A rate needs the point before the first.
            To = to,
            Resources = curves.Values.Select(c => c.Series.Resource).ToHashSet(),
            ClearedBefore = resource => run.ClearedBefore("metrics", resource),
        };
        RecordScan.Forward(
            run.Metrics,
            filter,
            (_, payload) =>
            {
                var point = new PointRecord(payload);
                if (!curves.TryGetValue(point.Series, out var curve))
                {
                    return true;
                }

                if (point.Kind != PointKind.Exemplar)
                {
                    curve.Add(point);
                }
                else if (point.Time >= from && exemplars.Count < MaxExemplars)
                {
                    exemplars.Add(new Exemplar(
                        DateTime.UnixEpoch.AddTicks(point.Time / 100),
                        point.Value,
                        Convert.ToHexStringLower(point.TraceId),
                        Convert.ToHexStringLower(point.SpanId)));
                }

                return true;
            },
            cancelled);
        foreach (var (number, curve) in curves)
        {
            curve.AddUnchanged(Math.Min(to, run.Series.LastSeen(number)));
        }

        return exemplars;
    }

    private static MetricSeries Read(RunStore run, int number) => MetricSeries.Read(run.Names.NameOf(NameKind.Series, number));
}
