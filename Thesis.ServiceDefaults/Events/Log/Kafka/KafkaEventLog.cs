using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>
/// The event log in Kafka. The groups' offsets are in PostgreSQL and move in the transaction of the effect; Kafka's consumer
/// groups only share out the partitions.
/// </summary>
internal sealed class KafkaEventLog(
    IConfiguration configuration, [FromKeyedServices(DatabasePools.Background)] NpgsqlDataSource database,
    IOptions<EventLogOptions> options, IOptions<KafkaOptions> kafka, TimeProvider time,
    ILogger<KafkaEventLog> logger) : IEventLog
{
    /// <summary>Name under <c>ConnectionStrings</c> of the brokers, <c>host:port</c> with commas between.</summary>
    public const string ConnectionName = "kafka";

    private readonly KafkaClients _clients = new(configuration.GetConnectionString(ConnectionName) ?? "", kafka.Value, logger);

    public ISessionPart Join(IReadOnlyList<GroupMembership> memberships) =>
        new KafkaGroups(memberships, _clients, database, options.Value, time, logger);

    public ILogWriter CreateWriter(RelaySession session) => new KafkaLogWriter(_clients, session, time);

    public async Task<bool> RewindAsync(string group, string topic, int partition, long offset, CancellationToken cancellationToken)
    {
        var offsets = await KafkaOffsets.OpenAsync(database, kafka.Value.Log, cancellationToken);
        return await offsets.RewindAsync(group, topic, partition, offset, cancellationToken);
    }
}
