namespace Thesis.Rescue.Report;

/// <summary>Percentiles by the nearest-rank method.</summary>
internal static class Percentiles
{
    public static double At(IReadOnlyList<double> sorted, double percent) =>
        sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Count) - 1, 0, sorted.Count - 1)];

    /// <summary>p50, p95 and p99 of a latency; p95 carries the target. Nothing where nothing was measured.</summary>
    public static IEnumerable<Figure> Latency(string name, IEnumerable<double> milliseconds, double? targetP95 = null)
    {
        var sorted = milliseconds.Order().ToList();
        if (sorted.Count == 0)
        {
            yield break;
        }

        yield return Figure.Info($"{name} p50", Round(At(sorted, 50)), "ms");
        yield return new Figure($"{name} p95", Round(At(sorted, 95)), "ms", targetP95, targetP95 is null ? null : "lower");
        yield return Figure.Info($"{name} p99", Round(At(sorted, 99)), "ms");
    }

    private static double Round(double value) => Math.Round(value, 1);
}
