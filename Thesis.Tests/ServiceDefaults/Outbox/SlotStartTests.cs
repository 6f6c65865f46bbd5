using Thesis.ServiceDefaults.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.Outbox;

public sealed class SlotStartTests
{
    [Fact]
    public async Task No_event_that_commits_while_the_slot_is_made_is_lost()
    {
        var server = await PostgresServer.SharedAsync();
        for (var round = 0; round < 8; round++)
        {
            var database = await server.CreateDatabaseAsync();
            using var host = EventHosts.Create(database);
            using var publisher = EventHosts.Create(database, relay: false);
            await publisher.StartAsync();
            await host.StartAsync();

            await Task.WhenAll(Enumerable.Range(0, 8).Select(async key =>
            {
                for (var i = 0; i < 40; i++)
                {
                    await publisher.PublishAsync(key, $"{i}");
                }
            }));
            await Probe.UntilAsync(
                async () => await host.QueryAsync<long>("SELECT count(*) FROM eventlog.records") >= 320, $"all events of round {round}");

            Assert.Equal(320, await host.QueryAsync<long>("SELECT count(DISTINCT event_id) FROM eventlog.records"));
            await Task.WhenAll(host.StopAsync(), publisher.StopAsync());
        }
    }
}
