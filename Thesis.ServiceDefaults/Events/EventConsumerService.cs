using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Thesis.ServiceDefaults;

/// <summary>Runs every consumer group of the process in one session, and in a new one after each failure.</summary>
internal sealed partial class EventConsumerService(
    IEnumerable<EventConsumer> consumers, IEnumerable<RawEventConsumer> rawConsumers, IEventLog log, IServiceProvider services,
    DatabaseConnection database, IOptions<EventLogOptions> options, TimeProvider time, ILoggerFactory loggers) : BackgroundService
{
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(5);
    private readonly ILogger _logger = loggers.CreateLogger<EventConsumerService>();

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var parts = Parts();
        return Persistently.RunAsync((started, token) => RunSessionAsync(parts, started, token), LogSessionLost, time, stoppingToken);
    }

    private async Task RunSessionAsync(IReadOnlyList<ISessionPart> parts, Action started, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        await using var session = await LogSession.OpenAsync(database, cancellationToken);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tasks = parts.Select(p => p.RunAsync(session, ended.Token)).Append(session.ListenAsync(ended.Token)).ToArray();
        var first = await Task.WhenAny(tasks);
        if (time.GetElapsedTime(began) > Stable)
        {
            started();
        }
        await ended.CancelAsync();
        if (!cancellationToken.IsCancellationRequested)
        {
            await session.LoseAsync();
        }
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await (Array.Find(tasks, t => t.IsFaulted) ?? first);
    }

    private List<ISessionPart> Parts()
    {
        var settings = options.Value;
        var scopes = services.GetRequiredService<IServiceScopeFactory>();
        var memberships = new List<GroupMembership>();
        var parts = new List<ISessionPart>();
        foreach (var consumer in consumers)
        {
            var handlers = new HandlerConsumer(consumer, new SemaphoreSlim(consumer.MaxConcurrency), scopes, settings, time, loggers.CreateLogger<HandlerConsumer>());
            memberships.Add(new GroupMembership(consumer.Group, [.. consumer.Routes.Keys], handlers.ConsumeAsync));
            parts.Add(new DeadLetterReplay(consumer, scopes, settings, time, loggers.CreateLogger<DeadLetterReplay>()));
            if (consumer.Routes.Values.Any(r => r is JobRoute))
            {
                parts.Add(new JobRunner(consumer, scopes, settings, time, loggers.CreateLogger<JobRunner>()));
            }
        }
        foreach (var raw in rawConsumers)
        {
            var handler = (IRawEventHandler)services.GetRequiredService(raw.HandlerType);
            var consumer = new RawConsumer(raw.Group, handler, new SemaphoreSlim(raw.MaxConcurrency), settings, time, loggers.CreateLogger<RawConsumer>());
            memberships.Add(new GroupMembership(raw.Group, raw.Topics.Count > 0 ? raw.Topics : null, consumer.ConsumeAsync));
        }
        parts.Add(log.Join(memberships));
        return parts;
    }

    [LoggerMessage(1, LogLevel.Warning, "The event consumers lost their session ({Failures} in a row) and join again.")]
    private partial void LogSessionLost(Exception exception, int failures);
}
