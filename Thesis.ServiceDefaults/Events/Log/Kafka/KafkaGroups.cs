using Microsoft.Extensions.Logging;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>The process's memberships in Kafka while a session lives. While the brokers are away it tries again, and jobs go on.</summary>
internal sealed partial class KafkaGroups(
    IReadOnlyList<GroupMembership> memberships, KafkaClients clients, NpgsqlDataSource database, EventLogOptions options, TimeProvider time, ILogger logger)
    : ISessionPart
{
    public async Task RunAsync(LogSession session, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(session.Lost, cancellationToken);
        await Persistently.RunAsync((_, token) => RunMembersAsync(session, token), LogInterrupted, time, either.Token);
    }

    private async Task RunMembersAsync(LogSession session, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var offsets = await KafkaOffsets.OpenAsync(database, clients.Options.Log, ended.Token);
        var members = memberships.Select(m => new KafkaMember(m, clients, offsets, options, time, logger, session.Lost)).ToArray();
        EventTelemetry.AddMembers(members);
        try
        {
            var running = members.Select(m => m.RunAsync(ended.Token)).ToArray();
            var first = await Task.WhenAny(running);
            await ended.CancelAsync();
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await first;
        }
        finally
        {
            EventTelemetry.RemoveMembers(members);
        }
    }

    [LoggerMessage(90, LogLevel.Warning, "The Kafka consumers were interrupted ({Failures} in a row) and join again.")]
    private partial void LogInterrupted(Exception exception, int failures);
}
