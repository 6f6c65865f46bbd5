using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Thesis.ServiceDefaults.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.Ids;

public sealed class NodeLeaseTests
{
    [Fact]
    public async Task Processes_that_share_a_database_never_make_the_same_id()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var here = IdHosts.Create(database);
        await here.StartAsync();

        var elsewhere = await Task.WhenAll(IdHosts.DrawInProcessAsync(database), IdHosts.DrawInProcessAsync(database));
        var ids = IdHosts.Draw(here).Concat(elsewhere.SelectMany(i => i)).ToArray();

        Assert.Equal(3 * IdHosts.Drawn, ids.Length);
        Assert.Equal(ids.Length, ids.Distinct().Count());
        await here.StopAsync();
    }

    [Fact]
    public async Task Processes_at_the_same_time_have_different_numbers_and_one_that_ends_gives_its_number_back()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var first = IdHosts.Create(database);
        using var second = IdHosts.Create(database);
        await Task.WhenAll(first.StartAsync(), second.StartAsync());

        Assert.NotEqual(NodeOf(first), NodeOf(second));
        Assert.Equal(2, await first.QueryAsync<long>("SELECT count(*) FROM ids.nodes WHERE expires_at > now()"));
        await second.StopAsync();
        Assert.Equal(1, await first.QueryAsync<long>("SELECT count(*) FROM ids.nodes WHERE expires_at > now()"));
        await first.StopAsync();
    }

    [Fact]
    public async Task A_process_makes_no_id_that_its_lease_does_not_cover()
    {
        var clock = new SetClock();
        await using var server = await PostgresServer.StartAsync();
        using var host = IdHosts.Create(await server.CreateDatabaseAsync(), clock);
        await host.StartAsync();
        var ids = host.Services.GetRequiredService<IIdGenerator>();
        var before = ids.Next();

        await server.StopAsync();
        clock.Now += NodeLease.Duration - TimeSpan.FromSeconds(1);
        Assert.True(ids.Next() > before);
        clock.Now += TimeSpan.FromSeconds(2);
        Assert.Throws<NodeLeaseLostException>(() => ids.Next());

        await server.ResumeAsync();
        await Probe.UntilAsync(() => MakesIds(ids), "ids, once the lease can be renewed");
        await host.StopAsync();
    }

    [Fact]
    public async Task A_number_whose_lease_expired_goes_to_another_process_which_begins_after_the_ids_of_the_first()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var ahead = new SetClock { Now = DateTimeOffset.UtcNow.AddHours(1) };
        using var first = IdHosts.Create(database, ahead);
        using var second = IdHosts.Create(database, new SetClock());
        await first.StartAsync();
        var node = NodeOf(first);
        var highest = IdHosts.Draw(first).Max();
        // The process is not heard of until its lease is over; no other number is free.
        await first.ExecuteAsync($"UPDATE ids.nodes SET expires_at = CASE node WHEN {node} THEN now() ELSE now() + interval '1 hour' END");

        await second.StartAsync();
        Assert.Equal(node, NodeOf(second));
        Assert.True(IdHosts.Draw(second).Min() > highest);

        ahead.Now += 2 * NodeLease.Duration;
        Assert.Throws<NodeLeaseLostException>(() => first.Services.GetRequiredService<IIdGenerator>().Next());
        await first.ExecuteAsync("UPDATE ids.nodes SET expires_at = now() WHERE node = (SELECT min(node) FROM ids.nodes WHERE owner IS NULL)");
        Assert.NotEqual(node, NodeOf(first));
        await Task.WhenAll(first.StopAsync(), second.StopAsync());
    }

    [Fact]
    public async Task A_process_that_gets_no_number_refuses_to_start()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using (var first = IdHosts.Create(database))
        {
            await first.StartAsync();
            await first.ExecuteAsync("UPDATE ids.nodes SET expires_at = now() + interval '1 hour'");
            using var second = IdHosts.Create(database);

            var refusal = await Assert.ThrowsAsync<NodeLeaseLostException>(() => second.StartAsync());

            Assert.Contains("1024 node numbers", refusal.Message, StringComparison.Ordinal);
            await first.StopAsync();
        }
    }

    private static int NodeOf(IHost host) =>
        (int)(host.Services.GetRequiredService<IIdGenerator>().Next() >> IdGenerator.SequenceBits) & ((1 << IdGenerator.NodeBits) - 1);

    private static bool MakesIds(IIdGenerator ids)
    {
        try
        {
            return ids.Next() > 0;
        }
        catch (NodeLeaseLostException)
        {
            return false;
        }
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;

        /// <summary>Renewals come with the ids that need them, not by the timer.</summary>
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
