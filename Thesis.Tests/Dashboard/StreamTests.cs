using Thesis.Tests.Support;

namespace Thesis.Dashboard.Tests;

/// <summary>By itself: what other tests take at the same time would count as memory of the stream.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryOfTheProcess
{
    public const string Name = "memory of the process";
}

[Collection(MemoryOfTheProcess.Name)]
public sealed class StreamTests
{
    [Fact]
    public async Task Logs_that_match_are_pushed_as_they_come()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        await SendAsync(dashboard, "before", 1);
        using var events = await ServerEvents.OpenAsync(dashboard, "/api/v1/logs/stream?q=kitchen");
        await Task.Delay(200); // The stream begins at what is new to it: it has to have looked once.
        await SendAsync(dashboard, "garage", 3);
        await SendAsync(dashboard, "kitchen", 3);

        var (name, data) = await events.NextAsync();

        Assert.Equal("logs", name);
        Assert.Equal(["kitchen 0", "kitchen 1", "kitchen 2"], data.EnumerateArray().Select(l => l.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_told_of_a_gap_and_costs_no_memory()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var events = await ServerEvents.OpenAsync(dashboard, "/api/v1/logs/stream");
        var text = new string('x', 20_000);
        await SendAsync(dashboard, text, 400); // Fills the connection's buffers: the stream stands still.
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 20; i++)
        {
            await SendAsync(dashboard, text, 400);
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < 60_000_000, $"Memory grew by {grown} bytes while 160 MB came in.");
        while ((await events.NextAsync()).Name != "gap")
        {
        }

        // What comes while the stream catches up may fall into a gap as well, which it is told of.
        for (var attempt = 0; ; attempt++)
        {
            Assert.True(attempt < 50, "The stream never caught up.");
            await SendAsync(dashboard, "afterwards", 1);
            var (name, data) = await events.NextAsync();
            if (name == "logs" && data.EnumerateArray().Any(l => l.GetProperty("message").GetString() == "afterwards 0"))
            {
                break;
            }
        }
    }

    [Fact]
    public async Task Traces_are_pushed_again_when_they_grow()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var events = await ServerEvents.OpenAsync(dashboard, "/api/v1/traces/stream");
        byte[] trace = [.. Enumerable.Repeat((byte)9, 16)];
        await SendSpanAsync([1, 1, 1, 1, 1, 1, 1, 1], null, "root");
        var (_, first) = await events.NextAsync();
        await SendSpanAsync([2, 2, 2, 2, 2, 2, 2, 2], [1, 1, 1, 1, 1, 1, 1, 1], "child");
        var (_, second) = await events.NextAsync();

        Assert.Equal([1, 2], new[] { first, second }.Select(d => d.GetProperty("items")[0].GetProperty("spanCount").GetInt32()));

        async Task SendSpanAsync(byte[] id, byte[]? parent, string name)
        {
            using var answer = await dashboard.SendProtobufAsync("traces", OtlpRequest.Of("orders", [OtlpRequest.Span(trace, id, parent, name, 1_000_000_000)]));
            answer.EnsureSuccessStatusCode();
        }
    }

    private static async Task SendAsync(RunningDashboard dashboard, string text, int count)
    {
        using var answer = await dashboard.SendProtobufAsync(
            "logs", OtlpRequest.Of("orders", Enumerable.Range(0, count).Select(i => OtlpRequest.Log($"{text} {i}", 1_000_000_000 + i))));
        answer.EnsureSuccessStatusCode();
    }
}
