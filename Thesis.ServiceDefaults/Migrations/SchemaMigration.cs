using EvolveDb;
using EvolveDb.Dialect;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>Brings one schema up to date with Evolve, which records what it applied, with checksums, in the schema's table <c>changelog</c>.</summary>
internal sealed class SchemaMigration(NpgsqlConnection connection, MigrationSet set)
{
    private readonly EmbeddedScripts _scripts = EmbeddedScripts.Load(set);

    /// <summary>Applies what is missing, each script in a transaction of its own, and returns the names. The caller holds the migration lock.</summary>
    /// <exception cref="InvalidOperationException">A script failed, or has changed since it was applied; the message names it.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync($"SET search_path = {set.Schema}, public", cancellationToken);
        await AdoptAsync(cancellationToken);
        var evolve = Evolve(_scripts);
        try
        {
            evolve.Migrate();
            return evolve.AppliedMigrations;
        }
        catch (EvolveValidationException e)
        {
            throw new InvalidOperationException(
                $"Schema {set.Schema}: an applied script has changed. {e.Message} Restore its text and put the change into a new script.", e);
        }
        catch (EvolveException e)
        {
            // Evolve's message ends with that of its cause, which holds the whole statement.
            var step = e.Message[..^(e.InnerException?.Message.Length ?? 0)].TrimEnd();
            throw new InvalidOperationException($"Schema {set.Schema}: {step} {e.GetBaseException().Message.Split('\n')[0]}", e);
        }
    }

    /// <summary>Databases from before Evolve list their scripts in a table <c>migrations</c>; they are taken as applied.</summary>
    private async Task AdoptAsync(CancellationToken cancellationToken)
    {
        await using var query = new NpgsqlCommand($"SELECT to_regclass('{set.Schema}.migrations') IS NOT NULL", connection);
        if (await query.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return;
        }

        query.CommandText = $"SELECT array_agg(name) FROM {set.Schema}.migrations";
        var applied = Evolve(_scripts.Only(await query.ExecuteScalarAsync(cancellationToken) as string[] ?? []));
        applied.SkipNextMigrations = true;
        applied.Migrate();
        await ExecuteAsync($"DROP TABLE {set.Schema}.migrations", cancellationToken);
    }

    private Evolve Evolve(EmbeddedScripts scripts) => new(connection, dbms: DBMS.PostgreSQL)
    {
        Schemas = [set.Schema],
        MigrationLoader = scripts,
        Placeholders = new() { ["{schema}"] = set.Schema },
        OutOfOrder = true, // A new script of the common tables has a lower version than the schema's own.
        EnableClusterMode = false, // Its lock is tried again every 3 s; ours wakes at once.
        IsEraseDisabled = true,
        CommandTimeout = 0,
    };

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
