using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Thesis.Contracts;
using Thesis.Contracts.Drivers.V1;
using Thesis.Contracts.Events.V1;
using Thesis.Realtime;
using Thesis.Realtime.Publishing;
using Thesis.ServiceDefaults;

namespace Thesis.Bench.Realtime;

/// <summary>
/// The measured process: the product's hub and publisher, or plain SignalR groups with the Redis backplane. It publishes what it is
/// told by lines on standard input, and answers with its CPU time.
/// </summary>
internal static class BenchNode
{
    public const string Mode = "realtime-node";
    public const string Topics = "topics";
    public const string Groups = "groups";
    public const string HubPath = RealtimeModule.HubPath;

    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(500);

    public static async Task<int> RunAsync(string[] args)
    {
        var (server, redis, authority) = (args[0], args[1], args[2]);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Authentication:Authority"] = authority,
            ["ConnectionStrings:redis"] = redis,
        });
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();
        if (server == Topics)
        {
            builder.AddRedisClient("redis");
            builder.AddLiveHub();
        }
        else
        {
            builder.Services.AddSignalR().AddStackExchangeRedis(redis);
        }

        await using var app = builder.Build();
        app.MapDefaultEndpoints();
        if (server == Topics)
        {
            app.MapRealtime();
        }
        else
        {
            app.MapHub<GroupsHub>(HubPath).RequireAuthorization(Policies.SignedIn);
        }

        await app.StartAsync();
        Console.WriteLine($"ready {app.Urls.First()}");
        var publisher = server == Topics ? Topic(app.Services) : Group(app.Services);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            await PublishAsync(publisher, words[0], Enum.Parse<Rhythm>(words[1]), double.Parse(words[2], CultureInfo.InvariantCulture));
        }

        await app.StopAsync();
        return 0;
    }

    private static async Task PublishAsync(Func<string, int, Task> publish, string topic, Rhythm rhythm, double seconds)
    {
        using var self = Process.GetCurrentProcess();
        var random = new Random(1);
        var before = self.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var published = 0;
        for (var next = 0.0; next < seconds; next += rhythm.NextSeconds(random))
        {
            var wait = next - clock.Elapsed.TotalSeconds;
            if (wait > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(wait));
            }

            await publish(topic, rhythm.Together());
            published += rhythm.Together();
        }

        await Task.Delay(Settle);
        self.Refresh();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"done {(self.TotalProcessorTime - before).TotalMilliseconds} {published}"));
    }

    private static Func<string, int, Task> Topic(IServiceProvider services)
    {
        var publisher = services.GetRequiredService<EventPublisher>();
        var offset = 0L;
        return (topic, count) => publisher.HandleAsync(
            [.. Enumerable.Range(0, count).Select(_ => new RawEvent(
                Position(topic), new RawEventContext("bench", 0, offset++, DateTimeOffset.UtcNow)))],
            CancellationToken.None);
    }

    private static Func<string, int, Task> Group(IServiceProvider services)
    {
        var hub = services.GetRequiredService<IHubContext<GroupsHub>>();
        var sequence = 0L;
        return async (topic, count) =>
        {
            for (var i = 0; i < count; i++)
            {
                await hub.Clients.Group(topic).SendAsync("Event", GroupMessage.Of(topic, ++sequence));
            }
        };
    }

    private static EventEnvelope Position(string topic) => new()
    {
        Type = Contracts.Topics.DriverLocationUpdated,
        TimeEpochMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
        Key = "1001",
        Audience = { topic },
        Payload = new DriverLocationUpdated
        {
            DriverId = 1001,
            Region = "los-angeles",
            Positions = { new Position { Latitude = 34.0522, Longitude = -118.2437 } },
        }.ToByteString(),
    };

    internal sealed class GroupsHub : Hub
    {
        public Task Subscribe(string topic) => Groups.AddToGroupAsync(Context.ConnectionId, topic);
    }

    /// <summary>The same as the product's message, made by SignalR's own serialiser.</summary>
    private sealed record GroupMessage(
        string Topic, long Sequence, string Type, string Key, DateTime Time, DateTime CommittedAt, GroupPosition Data)
    {
        public static GroupMessage Of(string topic, long sequence)
        {
            var now = DateTime.UtcNow;
            return new(topic, sequence, Contracts.Topics.DriverLocationUpdated, "drv_0000000000z9", now, now, new("drv_0000000000z9", "los-angeles", [new(34.0522, -118.2437, null)]));
        }
    }

    private sealed record GroupPosition(string DriverId, string Region, GroupPoint[] Positions);

    private sealed record GroupPoint(double Latitude, double Longitude, DateTime? RecordedAt);
}
