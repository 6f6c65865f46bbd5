using Thesis.Bench;
using Thesis.Bench.AppHost;
using Thesis.Bench.Events;

var benches = new Dictionary<string, Func<Task<Report>>>(StringComparer.Ordinal)
{
    ["dashboard"] = Thesis.Bench.Dashboard.DashboardBench.RunAsync,
    ["events"] = EventsBench.RunAsync,
    ["apphost"] = AppHostBench.RunAsync,
};
if (args.Length != 1 || !benches.TryGetValue(args[0], out var bench))
{
    Console.Error.WriteLine($"usage: ./thesis bench NAME, where NAME is one of: {string.Join(", ", benches.Keys)}");
    return 2;
}
var report = await bench();
await report.WriteAsync(Path.Combine(Directory.GetCurrentDirectory(), "bench", "reports"));
return report.Figures.All(f => f.Holds) ? 0 : 1;
