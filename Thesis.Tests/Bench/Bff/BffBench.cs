using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Thesis.Tests.Support;
using Thesis.Tests.Support.Door;

namespace Thesis.Bench.Bff;

/// <summary>
/// What the front door costs: the same route through the BFF, with session, CSRF check, token and rate limit, and through YARP with
/// nothing around it, in turns and before the same service.
/// </summary>
internal static class BffBench
{
    private const string Route = "/api/v1/donations";
    private const int Rounds = 4;
    private const int Connections = 16;
    private const int PacedPerSecond = 100;
    // Ten times a person's share: more would measure what the caller takes of this machine.
    private const int FloodPerSecond = 3000;
    private const int Logins = 15;
    private const int Sessions = 10_000;

    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(4);

    private static readonly Dictionary<string, string> NoLimit = new()
    {
        ["Bff__RequestsPerSecond"] = "100000",
        ["Bff__RequestBurst"] = "1000000",
    };

    public static async Task<Report> RunAsync()
    {
        var (service, bare) = (FreeAddress(), FreeAddress());
        await using var behind = await BareServer.StartServiceAsync(service);
        await using var proxy = await BareServer.StartProxyAsync(bare, service);
        await using var door = new PublicDoor();
        await door.StartAsync(service);
        using var person = await Browser.SignedInAsync(door, "donor1");
        var (process, address) = await door.StartAnotherAsync(NoLimit);
        await using var unlimited = process;

        var (through, around) = await CompareAsync(
            new Side(new Caller(new Uri(address, Route), person.Cookies), unlimited.Id), new Side(new Caller(new Uri(bare, Route)), proxy.Id));
        var login = await LoginAsync(door);
        var megabytes = await SessionsAsync();
        var flood = await FloodAsync(door, person);
        return new Report(
            "bff",
            $"One signed-in person reads a list of 1 kB through the BFF, and the same through bare YARP: {Rounds} rounds of {Slice.TotalSeconds:0} s in turns, {Connections} connections, "
            + $"then {PacedPerSecond} requests a second. The caller, the service and both proxies share the machine; medians of the rounds.",
            [
                new Figure("requests per second against bare YARP", through.PerSecond / around.PerSecond, "×", 0.6, "higher"),
                new Figure("CPU of a request against bare YARP", through.Microseconds / around.Microseconds, "×", 1.67, "lower"),
                new Figure("time added at the 95th percentile", through.PacedP95 - around.PacedP95, "ms", 2, "lower"),
                new Figure("sign-in, from the first click to the page, median", login, "ms", 300, "lower"),
                new Figure($"Redis for {Sessions} sessions", megabytes, "MB", 100, "lower"),
                new Figure($"another's p95 while one person asks {FloodPerSecond} times a second, against before", flood, "×", 2, "lower"),
            ])
        {
            Details = "| | requests per second | CPU of a request, µs | p95 paced, ms |\n| --- | --- | --- | --- |\n" + Row("BFF", through) + Row("bare YARP", around),
        };
    }

    private static async Task<(Sample Through, Sample Around)> CompareAsync(Side through, Side around)
    {
        var samples = new Dictionary<Side, List<Sample>> { [through] = [], [around] = [] };
        foreach (var side in samples.Keys)
        {
            await side.Caller.FloodAsync(Connections, Slice);
        }

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (side, taken) in samples)
            {
                taken.Add(await MeasureAsync(side));
                Console.Error.WriteLine(taken[^1]);
            }
        }

        foreach (var side in samples.Keys)
        {
            side.Caller.Dispose();
        }

        return (Sample.Middle(samples[through]), Sample.Middle(samples[around]));
    }

    private static async Task<Sample> MeasureAsync(Side side)
    {
        using var process = Process.GetProcessById(side.ProcessId);
        var before = process.TotalProcessorTime;
        var flood = await side.Caller.FloodAsync(Connections, Slice);
        process.Refresh();
        var cpu = process.TotalProcessorTime - before;
        var paced = await side.Caller.PacedAsync(PacedPerSecond, Slice);
        return new Sample(flood.PerSecond, cpu.TotalMicroseconds / flood.Milliseconds.Length, paced.P95);
    }

    private static async Task<double> LoginAsync(PublicDoor door)
    {
        var times = new List<double>();
        for (var i = 0; i < Logins; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            using var browser = await Browser.SignedInAsync(door, $"donor{1 + (i % 8)}");
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        return times.Order().ElementAt(Logins / 2);
    }

    /// <summary>Copies a session that is really there under other names, and reads what Redis holds.</summary>
    private static async Task<double> SessionsAsync()
    {
        using var redis = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync((await RedisServer.SharedAsync()).ConnectionString + ",allowAdmin=true");
        var server = redis.GetServers()[0];
        var database = redis.GetDatabase();
        var one = server.Keys(pattern: "bff:session:*").First(key => !key.ToString().EndsWith(":lock", StringComparison.Ordinal));
        var session = await database.StringGetAsync(one);
        var before = await UsedAsync(server);
        await Task.WhenAll(Enumerable.Range(0, Sessions).Select(i => database.StringSetAsync($"bff:session:{i:x64}", session, TimeSpan.FromHours(8))));
        return (await UsedAsync(server) - before) / 1e6;
    }

    private static async Task<double> UsedAsync(StackExchange.Redis.IServer server) => double.Parse(
        (await server.InfoAsync("memory")).SelectMany(group => group).Single(entry => entry.Key == "used_memory").Value, CultureInfo.InvariantCulture);

    private static async Task<double> FloodAsync(PublicDoor door, Browser flooding)
    {
        using var bystander = await Browser.SignedInAsync(door, "ngo1");
        using var calm = new Caller(new Uri(door.Address, Route), bystander.Cookies);
        using var flood = new Caller(new Uri(door.Address, Route), flooding.Cookies);
        await calm.PacedAsync(PacedPerSecond, Slice);
        var before = await calm.PacedAsync(PacedPerSecond, Slice);
        var flooded = flood.PacedAsync(FloodPerSecond, Slice * 2, refusalsToo: true);
        var during = await calm.PacedAsync(PacedPerSecond, Slice);
        Console.Error.WriteLine($"flood: {(await flooded).PerSecond:0} requests a second; the other's p95 {before.P95:0.0} ms before, {during.P95:0.0} ms during it");
        return during.P95 / before.P95;
    }

    private static string Row(string name, Sample sample) =>
        string.Create(CultureInfo.InvariantCulture, $"| {name} | {sample.PerSecond:0} | {sample.Microseconds:0} | {sample.PacedP95:0.00} |\n");

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    private sealed record Side(Caller Caller, int ProcessId);

    private sealed record Sample(double PerSecond, double Microseconds, double PacedP95)
    {
        public static Sample Middle(List<Sample> samples) =>
            new(Middle(samples, s => s.PerSecond), Middle(samples, s => s.Microseconds), Middle(samples, s => s.PacedP95));

        private static double Middle(List<Sample> samples, Func<Sample, double> of) => samples.Select(of).Order().ElementAt(samples.Count / 2);
    }
}
