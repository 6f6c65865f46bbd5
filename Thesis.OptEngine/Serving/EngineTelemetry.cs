using System.Diagnostics;
using System.Diagnostics.Metrics;
using Thesis.Contracts.Allocation.V1;

namespace Thesis.OptEngine.Serving;

/// <summary>Activity source and meter <c>Thesis.OptEngine</c>.</summary>
internal static class EngineTelemetry
{
    private const string Name = "Thesis.OptEngine";
    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    public static readonly UpDownCounter<int> Waiting = Meter.CreateUpDownCounter<int>("engine.queue.waiting", "{problem}", "Problems that wait for their turn.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "engine.solve.duration",
        "s",
        "Time to solve a problem.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60, 300, 600] });
    private static readonly Histogram<double> Gap = Meter.CreateHistogram<double>(
        "engine.solve.gap",
        "1",
        "Proven relative gap of the answer.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.000_001, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05, 0.1] });
    private static readonly Histogram<long> Donations = Meter.CreateHistogram<long>("engine.problem.donations", "{donation}", "Donations of a problem.");
    private static readonly Histogram<long> Ngos = Meter.CreateHistogram<long>("engine.problem.ngos", "{ngo}", "NGOs of a problem.");
    private static readonly Histogram<long> Allocations = Meter.CreateHistogram<long>("engine.solve.allocations", "{allocation}", "Allocations of an answer.");
    private static readonly Counter<long> Faulty = Meter.CreateCounter<long>("engine.verifier.violations", "{answer}", "Answers that the verifier withheld; must stay 0.");

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>("engine.calls.refused", "{call}", "Calls that the engine had no turn for.");
    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>("engine.jobs.started", "{job}", "Jobs of the event log that were started, by whether it was the first time.");

    /// <summary>Counts a call that was refused.</summary>
    public static void Refused(Admission why) => Refusals.Add(1, new KeyValuePair<string, object?>("engine.reason", why.ToString()));

    /// <summary>Counts a job that was started.</summary>
    public static void Started(int attempt) => Attempts.Add(1, new KeyValuePair<string, object?>("engine.retry", attempt > 1));

    /// <summary>Traces and measures one solve.</summary>
    public static AllocationResponse Measure(AllocationRequest request, Func<AllocationResponse> solve)
    {
        using var activity = Source.StartActivity("engine.solve");
        Donations.Record(request.Foods.Count);
        Ngos.Record(request.Ngos.Count);
        long start = Stopwatch.GetTimestamp();
        AllocationResponse response;
        try
        {
            response = solve();
        }
        catch (InvalidOperationException e)
        {
            Faulty.Add(1);
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }

        var status = new KeyValuePair<string, object?>("engine.status", response.Status);
        Duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, status);
        Gap.Record(response.Gap, status);
        Allocations.Record(response.Allocations.Count, status);
        activity?.SetTag("engine.status", response.Status).SetTag("engine.gap", response.Gap).SetTag("engine.work", response.Work);
        return response;
    }
}
