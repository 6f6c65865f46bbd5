using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Thesis.Contracts.Events.V1;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Handles the dead letters that someone asked to replay: each in one transaction that also deletes it. One that fails
/// again is set aside again, with the new reason.
/// </summary>
internal sealed partial class DeadLetterReplay(
    EventConsumer consumer, IServiceScopeFactory scopes, EventLogOptions options, TimeProvider time, ILogger<DeadLetterReplay> logger)
    : ISessionPart
{
    private const int IdlePolls = 6;
    private readonly ConsumerTables _tables = new(consumer.Schema, consumer.Group);

    public async Task RunAsync(LogSession session, CancellationToken cancellationToken)
    {
        var wake = new AsyncSignal(time);
        void OnNotified(string channel, string payload)
        {
            if (channel == LogNotifications.Work && payload == consumer.Group)
            {
                wake.Set();
            }
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(session.Lost, cancellationToken);
        session.Notified += OnNotified;
        try
        {
            while (true)
            {
                while (await ReplayNextAsync(either.Token))
                {
                }
                await wake.WaitAsync(options.SafetyPoll * IdlePolls, either.Token);
            }
        }
        finally
        {
            session.Notified -= OnNotified;
        }
    }

    /// <summary>False if nothing waits for a replay.</summary>
    private async Task<bool> ReplayNextAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var command = scope.ServiceProvider.GetRequiredService<CommandContext>();
        await command.OpenAsync(consumer.Schema, Actor.System(consumer.Group), cancellationToken);
        if (await TakeAsync(command, cancellationToken) is not { } letter)
        {
            return false;
        }
        try
        {
            await HandleAsync(scope.ServiceProvider, command, letter.Event, cancellationToken);
            await command.CommitAsync(cancellationToken);
            LogReplayed(consumer.Group, letter.Event.Topic, letter.Event.Record.EventId);
        }
        catch (Exception e) when (e is not OperationCanceledException) // Whatever a handler throws counts as its failure.
        {
            await command.DisposeAsync();
            await SetAsideAgainAsync(command, letter.Id, e, cancellationToken);
            LogFailedAgain(e, consumer.Group, letter.Event.Topic, letter.Event.Record.EventId);
        }
        return true;
    }

    private async Task HandleAsync(IServiceProvider services, CommandContext command, ConsumedEvent consumed, CancellationToken cancellationToken)
    {
        var envelope = EventEnvelope.Parser.ParseFrom(consumed.Record.Envelope);
        using var activity = EventTelemetry.StartConsumer(consumer.Group, consumed.Topic, envelope.Traceparent, consumed.Record.EventId);
        switch (consumer.Routes.GetValueOrDefault(consumed.Topic))
        {
            case HandlerRoute handler:
                await handler.HandleAsync(services, envelope, ConsumerTables.Context(command, consumed, envelope), cancellationToken);
                break;
            case JobRoute:
                command.AtCommit(_tables.EnqueueJob(consumed));
                break;
            default:
                throw new InvalidOperationException($"Group {consumer.Group} no longer handles {consumed.Topic}.");
        }
    }

    private async Task<(long Id, ConsumedEvent Event)?> TakeAsync(CommandContext command, CancellationToken cancellationToken)
    {
        await using var take = command.Command(
            $"""
            DELETE FROM {consumer.Schema}.dead_letters WHERE id = (
                SELECT id FROM {consumer.Schema}.dead_letters WHERE consumer_group = $1 AND replay_at IS NOT NULL
                ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, topic, partition, "offset", event_id, committed_at, envelope, log
            """);
        take.Parameters.Add(new() { Value = consumer.Group });
        await using var reader = await take.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetInt64(0), new ConsumedEvent(reader.GetInt32(7), reader.GetString(1), reader.GetInt32(2), new LogRecord(
                reader.GetInt64(3), reader.GetInt64(4), reader.GetFieldValue<DateTimeOffset>(5), reader.GetFieldValue<byte[]>(6))))
            : null;
    }

    private async Task SetAsideAgainAsync(CommandContext command, long id, Exception reason, CancellationToken cancellationToken)
    {
        await command.OpenAsync(consumer.Schema, Actor.System(consumer.Group), cancellationToken);
        command.AtCommit(new NpgsqlBatchCommand(
            $"UPDATE {consumer.Schema}.dead_letters SET replay_at = NULL, attempts = attempts + 1, failed_at = now(), reason = $2 WHERE id = $1")
        {
            Parameters = { new() { Value = id }, new() { Value = ConsumerTables.Reason(reason.ToString()) } },
        });
        await command.CommitAsync(cancellationToken);
    }

    [LoggerMessage(60, LogLevel.Information, "Group {Group} replayed event {EventId} of {Topic}.")]
    private partial void LogReplayed(string group, string topic, long eventId);

    [LoggerMessage(61, LogLevel.Warning, "Group {Group} failed again on event {EventId} of {Topic}.")]
    private partial void LogFailedAgain(Exception exception, string group, string topic, long eventId);
}
