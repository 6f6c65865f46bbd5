using System.Diagnostics.Metrics;
using System.Globalization;
using StackExchange.Redis;
using Thesis.ServiceDefaults;

namespace Thesis.Bff.Telemetry;

/// <summary>One vital of a screen on a class of devices.</summary>
/// <param name="Count">Visits that it is of.</param>
/// <param name="P75">What three of four visits were not above: milliseconds, of "cls" a score. Within 5 %.</param>
internal sealed record VitalFigure(string Screen, string Device, string Name, long Count, double P75);

/// <summary>How the portals felt.</summary>
/// <param name="From">The beginning of the first hour that is counted.</param>
internal sealed record VitalsResponse(DateTimeOffset From, IReadOnlyList<VitalFigure> Figures);

/// <summary>
/// Keeps the Core Web Vitals of visits: as OpenTelemetry histograms for the collector, and as counts by hour in Redis, for
/// administrators. A hash an hour holds a count for each vital, device, screen and bucket; it lapses after eight days.
/// </summary>
internal sealed partial class WebVitals(IConnectionMultiplexer redis, TimeProvider time, ILogger<WebVitals> logger)
{
    internal const string Path = BrowserTelemetry.Path + "/vitals";
    private const int MostDays = 7;
    private const char Separator = '|';

    /// <summary>More counts in an hour than the portals have screens, devices and sizes: what comes then is made up, and dropped.</summary>
    private const int MostCountsInHour = 20_000;

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(MostDays + 1);
    private static readonly Meter s_meter = new("Thesis.Bff");
    private static readonly Dictionary<string, Histogram<double>> s_histograms = new()
    {
        ["lcp"] = Histogram("thesis.web.lcp", "ms", "Largest contentful paint.", [500, 1000, 1500, 2000, 2500, 3000, 4000, 6000, 10_000]),
        ["inp"] = Histogram("thesis.web.inp", "ms", "Interaction to next paint.", [16, 50, 100, 150, 200, 300, 500, 1000, 2000]),
        ["cls"] = Histogram("thesis.web.cls", "1", "Cumulative layout shift.", [0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1]),
    };

    public static void Map(WebApplication app) => app
        .MapGet(Path, (WebVitals vitals, CancellationToken cancellationToken, int days = 1) => vitals.ReadAsync(days, cancellationToken))
        .WithName("ListWebVitals")
        .RequireAuthorization(Policies.Admin);

    /// <summary>Counts what visits report. While Redis is away only the histograms have it.</summary>
    public async Task AddAsync(IReadOnlyList<WebVital> vitals)
    {
        foreach (var vital in vitals)
        {
            s_histograms[vital.Name ?? ""].Record(vital.Value ?? 0, new("screen", vital.Screen), new("device", vital.Device));
        }

        try
        {
            var database = redis.GetDatabase();
            var key = Key(time.GetUtcNow());
            if (await database.HashLengthAsync(key) < MostCountsInHour)
            {
                var batch = database.CreateBatch();
                Task[] written = [.. vitals.Select(vital => batch.HashIncrementAsync(key, Field(vital))), batch.KeyExpireAsync(key, KeptFor)];
                batch.Execute();
                await Task.WhenAll(written);
            }
        }
        catch (Exception e) when (e is RedisException or RedisTimeoutException)
        {
            LogNotKept(e.Message);
        }
    }

    private async Task<IResult> ReadAsync(int days, CancellationToken cancellationToken)
    {
        if (days is < 1 or > MostDays)
        {
            return Problems.Validation("days", $"must be from 1 to {MostDays}");
        }

        var first = Hour(time.GetUtcNow()).AddDays(-days).AddHours(1);
        var database = redis.GetDatabase();
        var hours = await Task.WhenAll(Enumerable.Range(0, days * 24).Select(hour => database.HashGetAllAsync(Key(first.AddHours(hour)))));
        cancellationToken.ThrowIfCancellationRequested();
        var figures = hours.SelectMany(hour => hour).Select(Read).GroupBy(one => (one.Screen, one.Device, one.Name)).Select(group => new VitalFigure(
            group.Key.Screen, group.Key.Device, group.Key.Name, group.Sum(one => one.Count),
            Math.Round(VitalBucket.P75(group.Key.Name, group.Select(one => KeyValuePair.Create(one.Bucket, one.Count))), group.Key.Name == "cls" ? 3 : 0)));
        return TypedResults.Ok(new VitalsResponse(first, [.. figures.OrderBy(f => f.Screen, StringComparer.Ordinal).ThenBy(f => f.Device, StringComparer.Ordinal).ThenBy(f => f.Name, StringComparer.Ordinal)]));
    }

    private static string Field(WebVital vital) => string.Join(
        Separator, vital.Name, vital.Device, vital.Screen, VitalBucket.Of(vital.Name ?? "", vital.Value ?? 0).ToString(CultureInfo.InvariantCulture));

    private static (string Name, string Device, string Screen, int Bucket, long Count) Read(HashEntry entry) =>
        entry.Name.ToString().Split(Separator) is [var name, var device, var screen, var bucket]
            ? (name, device, screen, int.Parse(bucket, CultureInfo.InvariantCulture), (long)entry.Value)
            : throw new FormatException("A count is of a vital, a device, a screen and a bucket.");

    private static string Key(DateTimeOffset at) => FormattableString.Invariant($"bff:vitals:{Hour(at):yyyyMMddHH}");

    private static DateTimeOffset Hour(DateTimeOffset at) => new(at.Year, at.Month, at.Day, at.Hour, 0, 0, at.Offset);

    private static Histogram<double> Histogram(string name, string unit, string description, double[] boundaries) =>
        s_meter.CreateHistogram(name, unit, description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });

    [LoggerMessage(1, LogLevel.Warning, "The vitals of a page were not kept: {Reason}")]
    private partial void LogNotKept(string reason);
}
