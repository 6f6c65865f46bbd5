using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>Applies one schema's scripts, each once and in a transaction of its own.</summary>
internal sealed class SchemaMigrator(NpgsqlConnection connection, MigrationSet set)
{
    private readonly IReadOnlyList<MigrationScript> _scripts = MigrationScript.Load(set);

    /// <summary>True if a script has not been applied yet.</summary>
    /// <exception cref="InvalidOperationException">An applied script has changed since.</exception>
    public async Task<bool> IsBehindAsync(CancellationToken cancellationToken) =>
        (await PendingAsync(cancellationToken)).Count > 0;

    /// <summary>Applies what is missing and returns the names. The caller holds the migration lock.</summary>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        var pending = await PendingAsync(cancellationToken);
        if (pending.Count == 0)
        {
            return [];
        }
        await ExecuteAsync(
            $"""
            CREATE SCHEMA IF NOT EXISTS {set.Schema};
            CREATE TABLE IF NOT EXISTS {set.Schema}.migrations (
                name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
            """,
            cancellationToken);
        foreach (var script in pending)
        {
            await ApplyAsync(script, cancellationToken);
        }
        return [.. pending.Select(s => s.Name)];
    }

    private async Task<List<MigrationScript>> PendingAsync(CancellationToken cancellationToken)
    {
        var applied = await AppliedAsync(cancellationToken);
        foreach (var script in _scripts)
        {
            if (applied.TryGetValue(script.Name, out var checksum) && checksum != script.Checksum)
            {
                throw new InvalidOperationException(
                    $"Migration {set.Schema}/{script.Name} was applied and has changed since. "
                    + "Restore its text and put the change into a new script.");
            }
        }
        return [.. _scripts.Where(s => !applied.ContainsKey(s.Name))];
    }

    private async Task<Dictionary<string, string>> AppliedAsync(CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand($"SELECT to_regclass('{set.Schema}.migrations') IS NOT NULL", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return [];
        }
        await using var command = new NpgsqlCommand($"SELECT name, checksum FROM {set.Schema}.migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetString(0), reader.GetString(1));
        }
        return applied;
    }

    private async Task ApplyAsync(MigrationScript script, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync($"SET LOCAL search_path = {set.Schema}, public", cancellationToken);
        try
        {
            await ExecuteAsync(script.Sql, cancellationToken);
        }
        catch (PostgresException e)
        {
            throw new InvalidOperationException(
                $"Migration {set.Schema}/{script.Name} failed at character {e.Position}: {e.MessageText}", e);
        }
        await using var record = new NpgsqlCommand(
            $"INSERT INTO {set.Schema}.migrations (name, checksum) VALUES ($1, $2)", connection)
        {
            Parameters = { new() { Value = script.Name }, new() { Value = script.Checksum } },
        };
        await record.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
