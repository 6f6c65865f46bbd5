using System.Globalization;
using System.Text;
using Thesis.ServiceDefaults;
using Thesis.Tests.Support;

namespace Thesis.Bench.Realtime;

/// <summary>
/// What a delivered message costs the server: the product's topics, with and without their flush window, against plain SignalR
/// groups with the Redis backplane, all in the same run and by the same rhythms.
/// </summary>
internal static class RealtimeBench
{
    private const int Rounds = 2;
    private const double MaxP95 = 100;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    // A region bears a delay of some milliseconds, an order does not; a group is only a name.
    private static readonly (string Name, string Server, string Topic)[] Servers =
    [
        ("topics, flush window", BenchNode.Topics, "region:bench"),
        ("topics, no window", BenchNode.Topics, $"order:{new Id<Kinds.Order>(1001)}"),
        ("groups and backplane", BenchNode.Groups, "region:bench"),
    ];

    public static async Task<Report> RunAsync(string[] args)
    {
        var (clients, seconds) = (Read(args, "--clients", 1_000), Read(args, "--seconds", 6));
        var results = new Dictionary<(string Server, Rhythm Rhythm), List<Sample>>();
        await using var redis = await RedisServer.StartAsync();
        await using var identity = await TestIdentityProvider.StartAsync();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, server, topic) in Servers)
            {
                await using var node = await RealtimeNodeProcess.StartAsync(server, redis.ConnectionString, identity.Authority);
                await using var listeners = await Listeners.ConnectAsync(node.Address, identity.Token("user-dispatcher", Roles.Dispatcher), [topic], clients);
                await node.PublishAsync(topic, Rhythm.Bursts, WarmUp);
                foreach (var rhythm in Enum.GetValues<Rhythm>())
                {
                    var sample = await MeasureAsync(node, listeners, topic, rhythm, seconds, clients);
                    results.TryAdd((name, rhythm), []);
                    results[(name, rhythm)].Add(sample);
                    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}, {rhythm}: {sample.Microseconds:0.0} µs, p95 {sample.P95:0.0} ms"));
                }
            }
        }

        return Report(results, clients, args);
    }

    private static async Task<Sample> MeasureAsync(RealtimeNodeProcess node, Listeners listeners, string topic, Rhythm rhythm, int seconds, int clients)
    {
        listeners.Reset();
        var (cpu, published) = await node.PublishAsync(topic, rhythm, TimeSpan.FromSeconds(seconds));
        var (messages, latencies) = listeners.Read();
        return messages == (long)published * clients
            ? new Sample(cpu.TotalMicroseconds / messages, latencies[latencies.Length / 2], latencies[(int)(latencies.Length * 0.95)])
            : throw new InvalidOperationException($"{clients} clients were sent {messages} of {published} messages each.");
    }

    private static Report Report(Dictionary<(string Server, Rhythm Rhythm), List<Sample>> results, int clients, string[] args)
    {
        Sample Of(int server, Rhythm rhythm) => Sample.Best(results[(Servers[server].Name, rhythm)]);
        Figure Ratio(string name, int server, Rhythm rhythm, double target) => new(
            $"CPU of a message against groups, {name}", Of(server, rhythm).Microseconds / Of(2, rhythm).Microseconds, "×", target, "lower");
        return new Report(
            "realtime",
            $"{clients} clients of one node listen to one topic; the server's CPU time for each message delivered, publishing included, and the age of "
            + $"messages when clients have them. Twenty messages a second: one every 50 ms, at random moments, or ten at once twice a second. The better of {Rounds} rounds.",
            [
                Ratio("steady", 0, Rhythm.Steady, 1.2),
                Ratio("random moments", 0, Rhythm.Random, 1),
                Ratio("bursts of ten", 0, Rhythm.Bursts, 0.6),
                Ratio("bursts of ten, no window", 1, Rhythm.Bursts, 0.8),
                .. Enum.GetValues<Rhythm>().Select(rhythm => new Figure($"age of a message, p95, {rhythm}", Of(0, rhythm).P95, "ms", MaxP95, "lower")),
            ])
        {
            Arguments = string.Join(' ', args),
            Details = Table(Of),
        };
    }

    private static string Table(Func<int, Rhythm, Sample> of)
    {
        var text = new StringBuilder("| server | rhythm | CPU of a message, µs | age p50, ms | age p95, ms |\n| --- | --- | --- | --- | --- |\n");
        foreach (var rhythm in Enum.GetValues<Rhythm>())
        {
            for (var i = 0; i < Servers.Length; i++)
            {
                var sample = of(i, rhythm);
                text.AppendLine(CultureInfo.InvariantCulture, $"| {Servers[i].Name} | {rhythm} | {sample.Microseconds:0.0} | {sample.P50:0.0} | {sample.P95:0.0} |");
            }
        }

        return text.ToString();
    }

    private static int Read(string[] args, string name, int otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at < 0 ? otherwise
            : at + 1 < args.Length && int.TryParse(args[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value
            : throw new UsageException($"{name} must be a whole number above zero");
    }

    /// <summary>One measurement: CPU of a delivered message, and the ages of messages.</summary>
    private sealed record Sample(double Microseconds, double P50, double P95)
    {
        /// <summary>What else runs on the machine makes every figure worse, and none better.</summary>
        public static Sample Best(List<Sample> samples) =>
            new(samples.Min(s => s.Microseconds), samples.Min(s => s.P50), samples.Min(s => s.P95));
    }
}
