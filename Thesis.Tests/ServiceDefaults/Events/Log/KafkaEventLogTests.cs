using Microsoft.Extensions.Hosting;
using Thesis.ServiceDefaults.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.Events;

/// <summary>What is particular to Kafka.</summary>
public sealed class KafkaEventLogTests
{
    [Fact]
    public async Task Events_that_a_relay_sends_again_come_through_once()
    {
        var settings = KafkaCluster.NewLog();
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var journal = new Journal();
        using (var first = EventHosts.Create(database, journal, settings: settings))
        {
            await first.StartAsync();
            await first.PublishAsync(1, "a", "b");
            await Probe.UntilAsync(() => journal.Count == 2, "two events");
            await first.StopAsync();
            // As if the relay had died before it recorded what it had sent.
            await first.ExecuteAsync("UPDATE eventlog.relay SET position = '0/0', rows = 0");
        }

        using var second = EventHosts.Create(database, journal, settings: settings);
        await second.StartAsync();
        await second.PublishAsync(1, "c");
        await Probe.UntilAsync(() => journal.Count >= 3, "the third event");

        Assert.Equal(["a", "b", "c"], journal.Events.Select(e => e.Text));
        await second.StopAsync();
    }

    [Fact]
    public async Task Offsets_of_one_log_are_not_taken_for_those_of_another()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        foreach (var text in new[] { "first", "second" })
        {
            var journal = new Journal();
            using var host = EventHosts.Create(database, journal, settings: KafkaCluster.NewLog());
            await host.StartAsync();
            await host.PublishAsync(1, text);
            await Probe.UntilAsync(async () => await host.QueryAsync<long>($"SELECT count(*) FROM things.effects WHERE text = '{text}'") == 1, text);
            Assert.Equal(0, Assert.Single(journal.Events).Offset);
            await host.StopAsync();
        }
    }

    [Fact]
    public async Task A_process_that_cannot_reach_the_brokers_publishes_all_the_same()
    {
        var settings = new Dictionary<string, string?>(KafkaCluster.NewLog()) { ["ConnectionStrings:kafka"] = "127.0.0.1:1", ["EventLog:Kafka:DeliveryTimeout"] = "00:00:01" };
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using (var cutOff = EventHosts.Create(database, new Journal(), settings: settings))
        {
            await cutOff.StartAsync();
            await cutOff.PublishAsync(1, "a");
            await cutOff.StopAsync();
        }
        settings = new Dictionary<string, string?>(settings) { ["ConnectionStrings:kafka"] = KafkaCluster.NewLog()["ConnectionStrings:kafka"] };
        var journal = new Journal();
        using var host = EventHosts.Create(database, journal, settings: settings);
        await host.StartAsync();
        await Probe.UntilAsync(() => journal.Count == 1, "the event, once the brokers are there");
        await host.StopAsync();
    }

    [Fact]
    public async Task A_client_may_log_while_it_is_being_made()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var settings = new Dictionary<string, string?>(KafkaCluster.NewLog()) { ["EventLog:Kafka:Client:debug"] = "conf,generic" };
        var journal = new Journal();
        using var host = EventHosts.Create(database, journal, settings: settings);
        await host.StartAsync();
        await host.PublishAsync(1, "a");
        await Probe.UntilAsync(() => journal.Count == 1, "the event");
        await host.StopAsync();
    }
}
