using System.Threading.Channels;
using Google.Protobuf;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.ServiceDefaults;

namespace Thesis.OptEngine.Tests.Serving;

/// <summary>Asks the engine by the event log, as Allocation does, and hears its answers. It solves nothing itself.</summary>
internal sealed class EventAsker : IAsyncDisposable
{
    private const string Schema = "asker";
    private readonly IHost _host;

    private EventAsker(IHost host, Channel<AllocationCompleted> answers) => (_host, Answers) = (host, answers.Reader);

    public ChannelReader<AllocationCompleted> Answers { get; }

    public static async Task<EventAsker> StartAsync(string database)
    {
        var answers = Channel.CreateUnbounded<AllocationCompleted>();
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:thesisdb", database)]);
        builder.Services.AddSingleton(answers).AddSingleton<IIdGenerator>(new IdGenerator(TimeProvider.System, 7));
        builder.AddThesisDatabase("thesisdb");
        builder.AddMigrations(Schema);
        builder.AddOutboxRelay();
        builder.AddEventConsumer("asker", Schema, c => c.On<AllocationCompleted, Listener>(Topics.AllocationCompleted));
        var host = builder.Build();
        await host.StartAsync();
        return new EventAsker(host, answers);
    }

    public Task AskAsync(params IEnumerable<AllocationRequested> requests) =>
        PublishAsync(Topics.AllocationRequested, requests.Select(r => (r.RunId, r)));

    public Task CancelAsync(long runId) =>
        PublishAsync(Topics.AllocationCancelled, [(runId, new AllocationCancelled { RunId = runId, Region = "los-angeles" })]);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private async Task PublishAsync<T>(string topic, IEnumerable<(long Key, T Message)> messages)
        where T : IMessage<T>
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var command = scope.ServiceProvider.GetRequiredService<CommandContext>();
        await command.OpenAsync(Schema, Actor.System("tests"), default);
        foreach (var (key, message) in messages)
        {
            command.Publish(topic, key, message);
        }

        await command.CommitAsync(default);
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
