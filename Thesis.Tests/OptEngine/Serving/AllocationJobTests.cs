using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Tests.Requests;
using Thesis.ServiceDefaults;
using Thesis.Tests.Support;

namespace Thesis.OptEngine.Tests.Serving;

public sealed class AllocationJobTests
{
    private const string Schema = "asker";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Two_engines_answer_every_request_of_the_log_once()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var answers = Channel.CreateUnbounded<AllocationCompleted>();
        await using var first = await EngineHost.StartAsync(database, b => AddAsker(b, answers));
        await using var second = await EngineHost.StartAsync(database);
        const int Runs = 12;
        await AskAsync(first, Enumerable.Range(1, Runs).Select(run => Run(run, run % 4 == 0 ? new AllocationRequest() : SampleRequest.One())));

        var seen = new Dictionary<long, AllocationResponse>();
        using var deadline = new CancellationTokenSource(Patience);
        while (seen.Count < Runs)
        {
            var answer = await answers.Reader.ReadAsync(deadline.Token);
            Assert.True(seen.TryAdd(answer.RunId, answer.Response), $"run {answer.RunId} was answered twice");
            Assert.Equal("los-angeles", answer.Region);
        }

        Assert.All(seen, s => Assert.Equal(s.Key % 4 == 0 ? "empty" : "optimal", s.Value.Status));
        Assert.False(answers.Reader.TryRead(out _));
    }

    [Fact]
    public async Task An_invalid_request_is_an_answer_and_not_a_dead_letter()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var answers = Channel.CreateUnbounded<AllocationCompleted>();
        await using var engine = await EngineHost.StartAsync(database, b => AddAsker(b, answers));
        var request = SampleRequest.One();
        request.Ngos[0].StorageCapacity = double.NaN;
        await AskAsync(engine, [Run(7, request)]);
        using var deadline = new CancellationTokenSource(Patience);
        var answer = await answers.Reader.ReadAsync(deadline.Token);
        Assert.Equal("invalid", answer.Response.Status);
        Assert.Contains("storage_capacity", answer.Response.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Odd_requests_by_the_dozen_are_answered_each_and_leave_the_worker_at_work()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var answers = Channel.CreateUnbounded<AllocationCompleted>();
        await using var engine = await EngineHost.StartAsync(database, b => AddAsker(b, answers), ("Engine:MaxWork", "5"), ("Engine:LongestSolve", "00:00:01"));
        const int Runs = 40;
        await AskAsync(engine, Enumerable.Range(1, Runs).Select(run => Run(run, Odd(run))));
        await AskAsync(engine, [Run(Runs + 1, SampleRequest.One())]);

        var seen = new Dictionary<long, AllocationResponse>();
        using var deadline = new CancellationTokenSource(Patience);
        while (seen.Count < Runs + 1)
        {
            var answer = await answers.Reader.ReadAsync(deadline.Token);
            Assert.True(seen.TryAdd(answer.RunId, answer.Response), $"run {answer.RunId} was answered twice");
        }

        Assert.All(seen, s => Assert.True(RequestFuzz.IsAnswer(s.Value), $"run {s.Key}: {s.Value.Status}, {s.Value.Reason}"));
        Assert.Equal("optimal", seen[Runs + 1].Status);
        Assert.InRange(seen.Values.Count(response => response.Status == "invalid"), 5, Runs - 5);
    }

    private static AllocationRequest Odd(int seed)
    {
        var random = new Random(seed);
        var request = SampleRequest.City(foods: 15, ngos: 4, seed);
        for (int change = random.Next(1, 6); change > 0; change--)
        {
            RequestFuzz.Disturb(request, random);
        }

        return request;
    }

    private static AllocationRequested Run(long id, AllocationRequest request) =>
        new() { RunId = id, Region = "los-angeles", Request = request };

    private static async Task AskAsync(EngineHost host, IEnumerable<AllocationRequested> requests)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var command = scope.ServiceProvider.GetRequiredService<CommandContext>();
        await command.OpenAsync(Schema, Actor.System("tests"), default);
        foreach (var request in requests)
        {
            command.Publish(Topics.AllocationRequested, request.RunId, request);
        }

        await command.CommitAsync(default);
    }

    private static void AddAsker(WebApplicationBuilder builder, Channel<AllocationCompleted> answers)
    {
        builder.AddMigrations(Schema);
        builder.AddOutboxRelay();
        builder.Services.AddSingleton(answers);
        builder.AddEventConsumer("asker", Schema, c => c.On<AllocationCompleted, Listener>(Topics.AllocationCompleted));
    }

    private sealed class Listener(Channel<AllocationCompleted> answers) : IEventHandler<AllocationCompleted>
    {
        public Task HandleAsync(AllocationCompleted message, EventContext context, CancellationToken cancellationToken)
        {
            answers.Writer.TryWrite(message);
            return Task.CompletedTask;
        }
    }
}
