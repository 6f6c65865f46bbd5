using System.Diagnostics;
using Grpc.Core;
using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Tests.Requests;
using Thesis.ServiceDefaults;

namespace Thesis.OptEngine.Tests.Serving;

public sealed class EngineGrpcTests : IAsyncLifetime
{
    private EngineHost _engine = null!; // Set before each test.

    public async Task InitializeAsync() => _engine = await EngineHost.StartAsync();

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task A_call_is_answered()
    {
        var response = await _engine.Client.SolveAsync(SampleRequest.One());
        Assert.Equal("optimal", response.Status);
        Assert.Single(response.Allocations);
    }

    [Fact]
    public async Task A_stream_tells_progress_and_ends_with_the_answer()
    {
        var request = SampleRequest.City(80, 20);
        request.WorkLimit = 300;
        var seen = new List<SolveProgress>();
        using var call = _engine.Client.SolveStream(request);
        await foreach (var progress in call.ResponseStream.ReadAllAsync())
        {
            seen.Add(progress);
        }

        Assert.True(seen.Count > 1);
        Assert.All(seen.SkipLast(1), p => Assert.Null(p.Response));
        Assert.NotEmpty(seen[^1].Response.Allocations);
        Assert.Equal(seen[^1].Bound, seen.Min(p => p.Bound), 4);
    }

    [Fact]
    public async Task Cancelling_a_call_frees_the_engine_for_the_next()
    {
        var endless = SampleRequest.City(200, 40);
        (endless.WorkLimit, endless.TimeLimitMs) = (10_000_000, 600_000);
        using var call = _engine.Client.SolveStream(endless);
        await foreach (var progress in call.ResponseStream.ReadAllAsync())
        {
            break; // It is running.
        }

        call.Dispose();
        var response = await _engine.Client.SolveAsync(SampleRequest.One(), deadline: DateTime.UtcNow.AddSeconds(60));
        Assert.Equal("optimal", response.Status);
    }

    [Fact]
    public async Task Calls_beyond_the_queue_are_refused()
    {
        await using var engine = await EngineHost.StartAsync(null, null, ("Engine:MaxConcurrency", "1"), ("Engine:MaxWaiting", "0"));
        var endless = SampleRequest.City(200, 40);
        (endless.WorkLimit, endless.TimeLimitMs) = (10_000_000, 600_000);
        using var call = engine.Client.SolveStream(endless);
        await using var reading = call.ResponseStream.ReadAllAsync().GetAsyncEnumerator();
        Assert.True(await reading.MoveNextAsync()); // It is running, and goes on while its reader stays.

        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await engine.Client.SolveAsync(SampleRequest.One()));
        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
    }

    [Fact]
    public async Task Stopping_a_call_by_its_name_returns_its_best_plan_at_once()
    {
        var endless = SampleRequest.City(400, 80);
        (endless.WorkLimit, endless.TimeLimitMs, endless.SolveId) = (10_000_000, 600_000, "endless");
        using var call = _engine.Client.SolveStream(endless);
        await using var reading = call.ResponseStream.ReadAllAsync().GetAsyncEnumerator();
        Assert.True(await reading.MoveNextAsync());
        var twin = await Assert.ThrowsAsync<RpcException>(async () => await _engine.Client.SolveAsync(endless));
        Assert.Equal(StatusCode.AlreadyExists, twin.StatusCode);

        long asked = Stopwatch.GetTimestamp();
        Assert.True((await _engine.Client.StopAsync(new StopRequest { SolveId = "endless" })).Found);
        AllocationResponse? answer = null;
        while (answer is null && await reading.MoveNextAsync())
        {
            answer = reading.Current.Response;
        }

        // The engine's own part is a tenth of a second; the rest is room for a machine with other tests on it.
        Assert.InRange(Stopwatch.GetElapsedTime(asked), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(("timeout", "cancelled"), (answer?.Status, answer?.StoppedBy));
        Assert.NotEmpty(answer?.Allocations ?? []);
        Assert.InRange(answer?.Gap ?? 1, 0, 0.5);
        Assert.False((await _engine.Client.StopAsync(new StopRequest { SolveId = "endless" })).Found);
    }

    [Fact]
    public async Task An_engine_that_keeps_refusing_stops_looking_for_a_while()
    {
        await using var engine = await EngineHost.StartAsync(
            null, null, ("Engine:MaxConcurrency", "1"), ("Engine:MaxWaiting", "0"), ("Engine:OverloadsBeforeBreak", "2"), ("Engine:BreakTime", "00:10:00"));
        var endless = SampleRequest.City(200, 40);
        (endless.WorkLimit, endless.TimeLimitMs) = (10_000_000, 600_000);
        using var call = engine.Client.SolveStream(endless);
        await using var reading = call.ResponseStream.ReadAllAsync().GetAsyncEnumerator();
        Assert.True(await reading.MoveNextAsync());

        var refusals = new List<StatusCode>();
        for (int i = 0; i < 3; i++)
        {
            refusals.Add((await Assert.ThrowsAsync<RpcException>(async () => await engine.Client.SolveAsync(SampleRequest.One()))).StatusCode);
        }

        Assert.Equal([StatusCode.ResourceExhausted, StatusCode.ResourceExhausted, StatusCode.Unavailable], refusals);
    }
}
