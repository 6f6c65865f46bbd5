using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Tests.Support;
using LogTopics = Thesis.Contracts.Topics;

namespace Thesis.Realtime.Tests;

/// <summary>From a command's transaction through PostgreSQL's log and Redis to clients on two nodes.</summary>
public sealed class LogToClientTests
{
    [Fact]
    public async Task What_a_transaction_publishes_reaches_clients_of_every_node_once_and_in_order()
    {
        const int Events = 100;
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var redis = (await RedisServer.SharedAsync()).ConnectionString;
        using var service = StartService(database);
        await service.StartAsync();
        await using var first = await StartNodeAsync(redis, database);
        await using var second = await StartNodeAsync(redis, database);
        var topic = Happening.NewOrderTopic();
        await using var here = await first.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        await using var there = await second.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        await here.SubscribeAsync(topic);
        await there.SubscribeAsync(topic);

        for (var i = 0; i < Events; i++)
        {
            await PublishAsync(service, $"{i}", topic);
        }

        await Eventually.TrueAsync(() => here.Events.Count >= Events && there.Events.Count >= Events);
        foreach (var client in (LiveClient[])[here, there])
        {
            Assert.Equal(Enumerable.Range(0, Events).Select(i => $"{i}"), client.Events.Select(Title));
        }

        await service.StopAsync();
        Assert.Empty(first.Log.Errors.Concat(second.Log.Errors));
    }

    /// <summary>
    /// A node's two connections come back one after the other. What is published before it listens again it cannot hear; its clients
    /// are told to read anew, and see by the numbers that nothing was left out of the topic.
    /// </summary>
    [Fact]
    public async Task What_happens_while_Redis_is_away_is_published_when_it_is_back_and_clients_are_told_to_read_anew()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using var redis = await RedisServer.StartAsync();
        using var service = StartService(database);
        await service.StartAsync();
        await using var node = await StartNodeAsync(redis.ConnectionString, database);
        var topic = Happening.NewOrderTopic();
        await using var client = await node.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        await client.SubscribeAsync(topic);
        await PublishAsync(service, "before", topic);
        await Eventually.TrueAsync(() => client.Events.Count == 1);

        await redis.StopAsync();
        await Eventually.TrueAsync(() => !node.Redis.IsConnected);
        for (var i = 0; i < 20; i++)
        {
            await PublishAsync(service, $"{i}", topic);
        }

        await redis.ResumeAsync();
        await Eventually.TrueAsync(() => client.Log.Contains($"resync {topic}"));
        await PublishAsync(service, "after", topic);

        await Eventually.TrueAsync(() => client.Events.Any(message => Title(message) == "after"));
        string[] all = ["before", .. Enumerable.Range(0, 20).Select(i => $"{i}"), "after"];
        var heard = client.Events.Select(Title).ToArray();
        Assert.Equal(all.Where(heard.Contains), heard);
        // The server has lost its data and counts anew.
        Assert.Equal(21, Sequence(client.Events[^1]));
        await service.StopAsync();
    }

    private static Task<RealtimeNode> StartNodeAsync(string redis, string database) => RealtimeNode.StartAsync(
        redis,
        builder =>
        {
            builder.AddThesisDatabase("thesisdb");
            builder.AddRealtime();
        },
        ("ConnectionStrings:thesisdb", database));

    private static IHost StartService(string database)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:thesisdb", database)]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IIdGenerator>(new CountingIds());
        builder.AddThesisDatabase("thesisdb");
        builder.AddMigrations("orders");
        builder.AddOutboxRelay();
        return builder.Build();
    }

    private static async Task PublishAsync(IHost service, string title, string topic)
    {
        await using var scope = service.Services.CreateAsyncScope();
        var command = scope.ServiceProvider.GetRequiredService<CommandContext>();
        await command.OpenAsync("orders", Actor.System("orders"), CancellationToken.None);
        command.Publish(LogTopics.OrderCreated, 1001, new OrderCreated { Order = Happening.Order(title) }, [topic]);
        await command.CommitAsync(CancellationToken.None);
    }

    private static long Sequence(JsonElement message) => message.GetProperty("sequence").GetInt64();

    private static string? Title(JsonElement message) => message.GetProperty("data").GetProperty("order").GetProperty("title").GetString();

    private sealed class CountingIds : IIdGenerator
    {
        private long _last;

        public long Next() => Interlocked.Increment(ref _last);
    }
}
