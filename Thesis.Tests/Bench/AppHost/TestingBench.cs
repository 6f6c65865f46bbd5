using System.Diagnostics;
using System.Globalization;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Thesis.Bench.AppHost;

/// <summary>How long the whole system takes to start and end in the hands of a test, one at a time and ten at once.</summary>
internal static class TestingBench
{
    private const int Samples = 5;
    private const int AtOnce = 10;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly string[] Resources = ["postgres", "thesisdb", "redis", "idp", "services", "optengine", "realtime", "bff"];

    public static async Task MeasureAsync(List<Figure> figures, StringBuilder details)
    {
        var samples = new List<Sample>();
        for (var i = 0; i < Samples; i++)
        {
            samples.Add(await RunAsync(Task.CompletedTask));
        }

        figures.Add(new Figure($"test: start to all healthy, slowest of {Samples}", samples.Max(s => s.Healthy_s), "s", 6, "lower"));
        figures.Add(new Figure($"test: dispose, slowest of {Samples}", samples.Max(s => s.Disposed_s), "s", 1, "lower"));

        var together = await RunTogetherAsync();
        figures.Add(new Figure($"{AtOnce} tests at once: systems all healthy together", together.Length, "", AtOnce, "higher"));
        Describe(samples, together, details);
    }

    /// <summary>Starts all of them at once and ends none before all are healthy.</summary>
    private static async Task<Sample[]> RunTogetherAsync()
    {
        using var meeting = new Meeting(AtOnce);
        return await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => RunAsync(meeting.All, meeting.Arrive))));
    }

    private static async Task<Sample> RunAsync(Task mayEnd, Action? healthy = null)
    {
        using var limit = new CancellationTokenSource(Limit);
        var started = Stopwatch.GetTimestamp();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Thesis_AppHost>(limit.Token);
        long asked;
        TimeSpan untilHealthy;
        await using (builder)
        {
            // What the resources print is no part of a report.
            builder.Services.AddLogging(logging => logging.ClearProviders());
            var app = await builder.BuildAsync(limit.Token);
            await app.StartAsync(limit.Token);
            await Task.WhenAll(Resources.Select(r => app.ResourceNotifications.WaitForResourceHealthyAsync(r, limit.Token)));
            untilHealthy = Stopwatch.GetElapsedTime(started);
            healthy?.Invoke();
            await mayEnd.WaitAsync(limit.Token);
            asked = Stopwatch.GetTimestamp();
        }

        return new Sample(untilHealthy.TotalSeconds, Stopwatch.GetElapsedTime(asked).TotalSeconds);
    }

    private static void Describe(List<Sample> alone, Sample[] together, StringBuilder details)
    {
        details.AppendLine().AppendLine("In tests, without the dashboard; the first sample compiles what the others find compiled:").AppendLine()
            .AppendLine("| run | all healthy, s | dispose, s |").AppendLine("| --- | --- | --- |");
        foreach (var (sample, i) in alone.Select((s, i) => (s, i + 1)))
        {
            details.AppendLine(CultureInfo.InvariantCulture, $"| alone, {i} | {sample.Healthy_s:0.00} | {sample.Disposed_s:0.00} |");
        }

        foreach (var (sample, i) in together.OrderBy(s => s.Healthy_s).Select((s, i) => (s, i + 1)))
        {
            details.AppendLine(CultureInfo.InvariantCulture, $"| {AtOnce} at once, {i} | {sample.Healthy_s:0.00} | {sample.Disposed_s:0.00} |");
        }
    }

    /// <summary>One system's life, in seconds.</summary>
    private sealed record Sample(double Healthy_s, double Disposed_s);

    /// <summary>Comes about when all who were expected have arrived.</summary>
    private sealed class Meeting(int expected) : IDisposable
    {
        private readonly CountdownEvent _missing = new(expected);
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task All => _all.Task;

        public void Arrive()
        {
            if (_missing.Signal())
            {
                _all.SetResult();
            }
        }

        public void Dispose() => _missing.Dispose();
    }
}
