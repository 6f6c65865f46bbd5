using Thesis.Bench;
using Thesis.Bench.AppHost;
using Thesis.Bench.Bff;
using Thesis.Bench.Engine;
using Thesis.Bench.Events;
using Thesis.Bench.Flood;
using Thesis.Bench.Notifications;
using Thesis.Bench.Realtime;
using Thesis.Bench.Web;
using Thesis.Tests.Support;

if (args is [EngineProbe.Mode, .. var probe])
{
    return EngineProbe.Run(probe);
}

if (args is [BenchNode.Mode, .. var node])
{
    return await BenchNode.RunAsync(node);
}

if (args is [BareServer.Mode, .. var bare])
{
    return await BareServer.RunAsync(bare);
}

var benches = new Dictionary<string, Func<string[], Task<Report>>>(StringComparer.Ordinal)
{
    ["apphost"] = rest => Plain("apphost", rest, AppHostBench.RunAsync),
    ["bff"] = rest => Plain("bff", rest, BffBench.RunAsync),
    ["events"] = rest => Plain("events", rest, EventsBench.RunAsync),
    ["engine"] = EngineBench.RunAsync,
    ["flood"] = rest => Plain("flood", rest, FloodBench.RunAsync),
    ["realtime"] = RealtimeBench.RunAsync,
    ["web"] = rest => Plain("web", rest, WebBench.RunAsync),
    ["notifications"] = NotificationsBench.RunAsync,
};
if (args.Length == 0 || !benches.TryGetValue(args[0], out var bench))
{
    Console.Error.WriteLine($"usage: ./thesis bench NAME [ARGUMENTS], where NAME is one of: {string.Join(", ", benches.Keys)}");
    return 2;
}
try
{
    var report = await bench(args[1..]);
    await report.WriteAsync(Path.Combine(RepositoryRoot.Path, "docs", "reports"));
    return report.Figures.All(f => f.Holds) ? 0 : 1;
}
catch (UsageException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static Task<Report> Plain(string name, string[] rest, Func<Task<Report>> bench) =>
    rest.Length == 0 ? bench() : throw new UsageException($"{name} takes no arguments, not {rest[0]}");
