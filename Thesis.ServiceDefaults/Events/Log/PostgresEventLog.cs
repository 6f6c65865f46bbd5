using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>The event log in PostgreSQL: no broker to run, and offsets that move in the transaction of the effect.</summary>
internal sealed class PostgresEventLog(
    NpgsqlDataSource database, IOptions<EventLogOptions> options, TimeProvider time, ILogger<PostgresEventLog> logger) : IEventLog
{
    public ISessionPart Join(IReadOnlyList<GroupMembership> memberships) =>
        new GroupCoordinator(memberships, database, options.Value, time, logger);
}
