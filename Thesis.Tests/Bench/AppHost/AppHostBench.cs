using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Thesis.Bench.AppHost;

/// <summary>How long the whole system takes to start and stop, what the AppHost costs at rest, how soon an edited service is back, and what tests wait for.</summary>
internal static class AppHostBench
{
    private const string About = """
        The whole system, built beforehand, started from nothing, after a start that only warms up the benchmark: new data directories, random ports, the dashboard in the AppHost's process. Times are wall time from the start of the AppHost's process, and depend on what else the machine does. At rest is from 45 to 75 s after all was healthy. What the dashboard takes in and finds is measured by `./thesis bench dashboard`.
        """;

    private const string EditedResource = "realtime";
    private const string EditedFile = "Thesis.Realtime/Program.cs";
    // Until the runtime has compiled what is used at rest for good, which it puts off while the system starts.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(45);
    // A round of health checks falls into it.
    private static readonly TimeSpan Resting = TimeSpan.FromSeconds(30);

    public static async Task<Report> RunAsync()
    {
        var root = Directory.GetCurrentDirectory();
        var state = Directory.CreateTempSubdirectory("thesis-bench-").FullName;
        var details = new StringBuilder();
        var drawings = new Dictionary<string, string>();
        details.AppendLine(CultureInfo.InvariantCulture, $"Load average of the machine when it began: {(await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0]}.").AppendLine();
        try
        {
            var figures = new List<Figure>();
            await WarmUpAsync(root, Path.Combine(state, "first"));
            await MeasureAsync(root, Path.Combine(state, "grouped"), "grouped", 8, figures, details, drawings, alsoAtRest: true);
            await MeasureAsync(root, Path.Combine(state, "distributed"), "distributed", 15, figures, details, drawings, alsoAtRest: false);
            await TestingBench.MeasureAsync(figures, details);
            return new Report("apphost", About, figures) { Details = details.ToString().TrimEnd(), Drawings = drawings };
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    /// <summary>A start that does not count: what asks has to be compiled too, on the same cores.</summary>
    private static async Task WarmUpAsync(string root, string state)
    {
        Directory.CreateDirectory(state);
        await using var host = RunningAppHost.Start(root, state, compilerServer: false);
        await host.UntilDashboardAnswersAsync();
        await host.StopAsync();
    }

    private static async Task MeasureAsync(string root, string state, string topology, double healthyTarget_s, List<Figure> figures, StringBuilder details, Dictionary<string, string> drawings, bool alsoAtRest)
    {
        Directory.CreateDirectory(state);
        // At rest the compiler's server is not asked for, so both kinds of edit are measured: one here, one there.
        await using var host = RunningAppHost.Start(root, state, compilerServer: !alsoAtRest, "--topology", topology);
        var dashboard = await host.UntilDashboardAnswersAsync();
        var resources = await host.UntilHealthyAsync();
        var healthy_s = resources.Max(r => r.HealthyAt_s) ?? 0;
        figures.Add(new Figure($"{topology}: start to dashboard answering", dashboard.TotalSeconds, "s", 1, "lower"));
        figures.Add(new Figure($"{topology}: start to all healthy", healthy_s, "s", healthyTarget_s, "lower"));
        if (alsoAtRest)
        {
            await MeasureAtRestAsync(host, figures);
        }

        await MeasureEditAsync(root, host, topology, compilerServer: !alsoAtRest, figures);

        figures.Add(new Figure($"{topology}: stop", (await host.StopAsync()).TotalSeconds, "s", 2, "lower"));
        Draw(topology, dashboard.TotalSeconds, resources, details, drawings);
    }

    private static async Task MeasureAtRestAsync(RunningAppHost host, List<Figure> figures)
    {
        await Task.Delay(Settling);
        var (cpu, time) = (ProcessCost.CpuSecondsOf(host.Id), Stopwatch.GetTimestamp());
        await Task.Delay(Resting);
        var share = (ProcessCost.CpuSecondsOf(host.Id) - cpu) / Stopwatch.GetElapsedTime(time).TotalSeconds;
        figures.Add(new Figure("AppHost and dashboard at rest: memory", ProcessCost.MegabytesOf(host.Id), "MB", 150, "lower"));
        figures.Add(new Figure("AppHost and dashboard at rest: CPU of one core", share * 100, "%", 1, "lower"));
    }

    /// <summary>Edits a service with the compiler's server, as the SDK has it by default, or without, as where that is forbidden.</summary>
    private static async Task MeasureEditAsync(string root, RunningAppHost host, string topology, bool compilerServer, List<Figure> figures)
    {
        if (compilerServer)
        {
            // Where `up` found nothing to build, the first edit starts the server.
            await EditAsync(root, host);
        }

        var (time, touched) = await EditAsync(root, host);
        figures.Add(new Figure($"{topology}: edit of one service to all healthy again, {(compilerServer ? "with the compiler's server, as the SDK has it" : "where the compiler has to start each time")}", time.TotalSeconds, "s", 5, "lower"));
        figures.Add(new Figure($"{topology}: other processes touched by the edit", touched, "", 0, "lower"));
    }

    /// <summary>Edits a file of a service and rebuilds that; the file is put back as it was.</summary>
    /// <returns>How long it took until all was healthy again, and how many other resources have another process.</returns>
    private static async Task<(TimeSpan Time, int Touched)> EditAsync(string root, RunningAppHost host)
    {
        var path = Path.Combine(root, EditedFile);
        var original = await File.ReadAllTextAsync(path);
        try
        {
            var before = await host.UntilHealthyAsync();
            await File.WriteAllTextAsync(path, string.Create(CultureInfo.InvariantCulture, $"{original}\n// {Stopwatch.GetTimestamp()}\n"));
            var edited = Stopwatch.GetTimestamp();
            await host.CommandAsync(EditedResource, "rebuild");
            IReadOnlyList<ResourceTimes> after;
            do
            {
                after = await host.UntilHealthyAsync();
            }
            while (ProcessOf(after) == ProcessOf(before));
            var time = Stopwatch.GetElapsedTime(edited);
            return (time, after.Count(a => a.Name != EditedResource && before.Single(b => b.Name == a.Name).ProcessId != a.ProcessId));
        }
        finally
        {
            await File.WriteAllTextAsync(path, original);
        }

        static int? ProcessOf(IReadOnlyList<ResourceTimes> resources) => resources.Single(r => r.Name == EditedResource).ProcessId;
    }

    private static void Draw(string topology, double dashboard_s, IReadOnlyList<ResourceTimes> resources, StringBuilder details, Dictionary<string, string> drawings)
    {
        var file = $"apphost-{topology}.svg";
        drawings[file] = Timeline.Svg($"Start of the system, {topology}", dashboard_s, resources);
        details.AppendLine(CultureInfo.InvariantCulture, $"Start, {topology}:").AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"![start-up timeline, {topology}]({file})").AppendLine()
            .AppendLine(Timeline.Table(dashboard_s, resources));
    }
}
