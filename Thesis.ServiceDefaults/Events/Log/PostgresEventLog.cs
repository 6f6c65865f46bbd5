using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>The event log in PostgreSQL: no broker to run, and offsets that move in the transaction of the effect.</summary>
internal sealed class PostgresEventLog(
    [FromKeyedServices(DatabasePools.Background)] NpgsqlDataSource database, IOptions<EventLogOptions> options, TimeProvider time, ILogger<PostgresEventLog> logger) : IEventLog
{
    public ISessionPart Join(IReadOnlyList<GroupMembership> memberships) =>
        new GroupCoordinator(memberships, database, options.Value, time, logger);

    public ILogWriter CreateWriter(RelaySession session) => new PostgresLogWriter(session, options.Value.PartitionsPerTopic);

    public async Task<bool> RewindAsync(string group, string topic, int partition, long offset, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            UPDATE eventlog.group_offsets o SET "offset" = $4 FROM eventlog.groups g, eventlog.partitions p
            WHERE g.name = $1 AND o.group_id = g.id AND p.topic = $2 AND p.partition = $3 AND o.partition_id = p.id
            """);
        command.Parameters.Add(new() { Value = group });
        command.Parameters.Add(new() { Value = topic });
        command.Parameters.Add(new() { Value = partition });
        command.Parameters.Add(new() { Value = offset });
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }
}
