using Microsoft.Extensions.DependencyInjection;
using Thesis.ServiceDefaults.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.Events;

public sealed class DeliveryTests
{
    private const string CountEffects = "SELECT count(*) FROM things.effects";

    [Fact]
    public async Task An_event_that_is_delivered_twice_has_its_effect_once()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var journal = new Journal();
        using (var first = EventHosts.Create(database, journal))
        {
            await first.StartAsync();
            await first.PublishAsync(1, "a", "b");
            await Probe.UntilAsync(async () => await first.QueryAsync<long>(CountEffects) == 2, "two effects");
            await first.StopAsync();
            await first.ExecuteAsync("""UPDATE eventlog.group_offsets SET "offset" = 0""");
        }

        using var second = EventHosts.Create(database, journal);
        await second.StartAsync();
        await second.PublishAsync(1, "c");
        await Probe.UntilAsync(async () => await second.QueryAsync<long>(CountEffects) == 3, "the third effect");

        Assert.Equal(["a", "b", "c"], journal.Events.Select(e => e.Text));
        await second.StopAsync();
    }

    [Fact]
    public async Task A_failed_attempt_leaves_nothing_behind_and_is_repeated()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var journal = new Journal();
        journal.OnHandled = (_, _) => journal.Count < 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        using var host = EventHosts.Create(database, journal);
        await host.StartAsync();

        await host.PublishAsync(1, "a");
        await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountEffects) > 0, "the effect");

        Assert.Equal(3, journal.Count);
        Assert.Equal(1, await host.QueryAsync<long>(CountEffects));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_commit_costs_an_attempt_and_nothing_else()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var journal = new Journal();
        using var host = EventHosts.Create(database, journal, o => o.MaxAttempts = 1);
        journal.OnHandled = (_, context) => journal.Count == 1
            ? host.ExecuteAsync($"SELECT pg_terminate_backend({context.Command.Connection.ProcessID})")
            : Task.CompletedTask;
        await host.StartAsync();

        await host.PublishAsync(1, "a", "b");
        await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountEffects) == 2, "both effects");

        Assert.Equal(["a", "a", "b"], journal.Events.Select(e => e.Text));
        Assert.Equal(0, await host.QueryAsync<long>("SELECT count(*) FROM things.dead_letters"));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_poison_event_is_set_aside_with_the_reason_and_its_partition_goes_on()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var journal = new Journal { OnHandled = (e, _) => e.Text == "poison" ? throw new InvalidOperationException("too bitter") : Task.CompletedTask };
        using var host = EventHosts.Create(database, journal);
        await host.StartAsync();

        await host.PublishAsync(1, "a", "poison", "b");
        await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountEffects) == 2, "the events around the poison");

        var letter = Assert.Single(await host.Services.GetRequiredService<DeadLetters>().ListAsync("things"));
        Assert.Equal("readers", letter.Group);
        Assert.Equal(5, letter.Attempts);
        Assert.Contains("too bitter", letter.Reason, StringComparison.Ordinal);
        Assert.InRange(journal.Events.Count(e => e.Text == "poison"), 5, 6); // Once with its neighbours, perhaps, and five times alone.
        await host.StopAsync();
    }

    [Fact]
    public async Task A_dead_letter_is_handled_once_when_its_replay_is_asked_for()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var cured = false;
        var journal = new Journal { OnHandled = (_, _) => cured ? Task.CompletedTask : throw new InvalidOperationException("ill") };
        using var host = EventHosts.Create(database, journal, o => o.MaxAttempts = 1);
        await host.StartAsync();
        var letters = host.Services.GetRequiredService<DeadLetters>();
        await host.PublishAsync(1, "a");
        await Probe.UntilAsync(async () => (await letters.ListAsync("things")).Count == 1, "the dead letter");

        using var output = new StringWriter();
        Assert.Equal(0, await DeadLetterCommand.RunAsync(host.Services, ["dead-letters", "list", "things"], output));
        Assert.Equal(0, await DeadLetterCommand.RunAsync(host.Services, ["dead-letters", "replay", "things", "readers"], output));
        Assert.Contains("System.InvalidOperationException: ill", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 asked for", output.ToString(), StringComparison.Ordinal);
        await Probe.UntilAsync(() => journal.Count == 2, "a replay that fails");
        await Probe.UntilAsync(async () => (await letters.ListAsync("things")) is [{ Attempts: 2, ReplayRequested: false }], "its letter");
        cured = true;
        Assert.Equal(1, await letters.ReplayAsync("things", "readers"));
        await Probe.UntilAsync(async () => (await letters.ListAsync("things")).Count == 0, "an empty list");

        Assert.Equal(1, await host.QueryAsync<long>(CountEffects));
        Assert.Equal(0, await letters.ReplayAsync("things", "readers"));
        await host.StopAsync();
    }

    [Theory]
    [InlineData("dead-letters")]
    [InlineData("dead-letters", "list", "nowhere")]
    [InlineData("dead-letters", "list", "no such; schema")]
    [InlineData("dead-letters", "discard", "things")]
    [InlineData("dead-letters", "discard", "things", "one")]
    public async Task A_dead_letter_command_that_makes_no_sense_shows_the_usage(params string[] args)
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var host = EventHosts.Create(database, relay: false);
        using var output = new StringWriter();

        Assert.Equal(2, await DeadLetterCommand.RunAsync(host.Services, args, output));

        Assert.Contains("usage: dead-letters", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_is_set_aside_at_once()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var journal = new Journal();
        using var host = EventHosts.Create(database, journal);
        await host.StartAsync();

        await host.ExecuteAsync($"INSERT INTO things.outbox (id, topic, key, envelope) VALUES (5, '{EventHosts.Topic}', '1', '\\xffff')");
        await host.PublishAsync(1, "a");
        await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountEffects) == 1, "the readable event");

        var letter = Assert.Single(await host.Services.GetRequiredService<DeadLetters>().ListAsync("things", "readers"));
        Assert.Equal((5, 1), (letter.EventId, letter.Attempts));
        await host.StopAsync();
    }
}
