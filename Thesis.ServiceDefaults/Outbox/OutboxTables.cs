using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>The outboxes of the database: the publication's tables.</summary>
internal static class OutboxTables
{
    /// <summary>The schemas that have an outbox.</summary>
    public static async Task<IReadOnlyList<string>> SchemasAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT schemaname::text FROM pg_publication_tables WHERE pubname = 'thesis_outbox' AND tablename = 'outbox' ORDER BY 1",
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var schemas = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            schemas.Add(SchemaName.Check(reader.GetString(0)));
        }
        return schemas;
    }
}
