using System.Diagnostics;
using System.Globalization;
using Thesis.Tests.Support;

namespace Thesis.Bench.AppHost;

/// <summary>How long the whole system takes to start and stop, how much memory it needs, and how soon an edited service is back.</summary>
internal static class AppHostBench
{
    private const string About = """
        The whole system, built beforehand, started from nothing: new data directories, random ports, with Aspire's dashboard. Times are wall time from the start of the AppHost's process, as the Aspire CLI sees it, and depend on what else the machine does. Memory is proportional set size, 30 s after all was healthy: orchestration is the AppHost, Aspire's orchestrator with a monitor for each process, and the dashboard; the product is the rest, PostgreSQL and Redis included. Stopped is when no process is left.
        """;

    private const string EditedResource = "realtime";
    private const string EditedFile = "Thesis.Realtime/Program.cs";
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    public static async Task<Report> RunAsync()
    {
        var folder = Path.Combine(RepositoryRoot.Path, "Thesis.AppHost");
        var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
        var figures = new List<Figure>();
        // A start that does not count: what is read from disk is the same for both topologies afterwards.
        await using (var first = RunningAppHost.Start(folder, "grouped"))
        {
            await first.UntilDashboardAnswersAsync();
        }

        await MeasureAsync(folder, "grouped", healthyTarget_s: 12, productTarget_mb: 900, figures);
        await MeasureAsync(folder, "distributed", healthyTarget_s: 20, productTarget_mb: 1500, figures);
        return new Report("apphost", About, figures) { Details = $"Load average of the machine when it began: {load}." };
    }

    private static async Task MeasureAsync(string folder, string topology, double healthyTarget_s, double productTarget_mb, List<Figure> figures)
    {
        await using var host = RunningAppHost.Start(folder, topology);
        Add("start to dashboard answering", (await host.UntilDashboardAnswersAsync()).TotalSeconds, "s", 5);
        Add("start to all healthy", (await host.UntilHealthyAsync()).Time.TotalSeconds, "s", healthyTarget_s);
        await Task.Delay(Settling);
        var (orchestration, product) = host.Processes();
        Add("memory of orchestration", ProcessTree.Megabytes(orchestration), "MB", 650);
        Add("memory of the product", ProcessTree.Megabytes(product), "MB", productTarget_mb);
        Add("edit of one service to all healthy again", (await EditAsync(host)).TotalSeconds, "s", 8);
        Add("stop to no process left", (await host.StopAsync()).TotalSeconds, "s", 12);

        void Add(string name, double value, string unit, double target) => figures.Add(new Figure($"{topology}: {name}", value, unit, target, "lower"));
    }

    /// <summary>Edits a file of a service and rebuilds that; the file is put back as it was.</summary>
    private static async Task<TimeSpan> EditAsync(RunningAppHost host)
    {
        var path = Path.Combine(RepositoryRoot.Path, EditedFile);
        var original = await File.ReadAllTextAsync(path);
        try
        {
            var before = Edited((await host.UntilHealthyAsync()).Resources);
            await File.WriteAllTextAsync(path, string.Create(CultureInfo.InvariantCulture, $"{original}\n// {Stopwatch.GetTimestamp()}\n"));
            var edited = Stopwatch.GetTimestamp();
            await host.CommandAsync(EditedResource, "rebuild");
            while (Edited((await host.UntilHealthyAsync()).Resources) == before)
            {
                // Its old process is still there.
            }

            return Stopwatch.GetElapsedTime(edited);
        }
        finally
        {
            await File.WriteAllTextAsync(path, original);
        }

        static int? Edited(IReadOnlyList<Resource> resources) => resources.Single(r => r.Name == EditedResource).ProcessId;
    }
}
