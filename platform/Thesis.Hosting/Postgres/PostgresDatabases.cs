using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Thesis.Hosting.Postgres;

/// <summary>A script that creates a database.</summary>
internal sealed record PostgresCreationScriptAnnotation(string Script) : IResourceAnnotation;

/// <summary>A directory of scripts for a server whose data is new.</summary>
internal sealed record PostgresInitFilesAnnotation(string Directory) : IResourceAnnotation;

/// <summary>Creates a server's databases.</summary>
internal static class PostgresDatabases
{
    public static async Task CreateAllAsync(PostgresServerResource server, IServiceProvider services, CancellationToken cancellationToken)
    {
        var databases = services.GetRequiredService<DistributedApplicationModel>().Resources
            .OfType<PostgresDatabaseResource>().Where(d => ReferenceEquals(d.Parent, server)).ToArray();
        var scripts = server.TryGetLastAnnotation<PostgresInitFilesAnnotation>(out var init)
            ? System.IO.Directory.EnumerateFiles(init.Directory, "*.sql").Order(StringComparer.Ordinal).ToArray()
            : [];
        if (databases.Length == 0 && scripts.Length == 0)
        {
            return;
        }

        var settings = new NpgsqlConnectionStringBuilder(await server.GetConnectionStringAsync(cancellationToken).ConfigureAwait(false))
        {
            Database = "postgres",
            Pooling = false,
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            foreach (var database in databases)
            {
                await CreateAsync(connection, database, cancellationToken).ConfigureAwait(false);
            }

            if (scripts.Length > 0)
            {
                await RunOnceAsync(connection, scripts, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Runs scripts on a server that has not run them, and lets it remember that it has.</summary>
    private static async Task RunOnceAsync(NpgsqlConnection connection, IReadOnlyList<string> scripts, CancellationToken cancellationToken)
    {
        const string Remembered = "thesis_hosting_init";
        using var mark = connection.CreateCommand();
        mark.CommandText = $"SELECT to_regclass('public.{Remembered}') IS NULL";
        if (await mark.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
        {
            return;
        }

        foreach (var script in scripts)
        {
            using var command = connection.CreateCommand();
            command.CommandText = await File.ReadAllTextAsync(script, cancellationToken).ConfigureAwait(false);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        mark.CommandText = $"CREATE TABLE public.{Remembered} ()";
        await mark.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task CreateAsync(NpgsqlConnection connection, PostgresDatabaseResource database, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = database.TryGetLastAnnotation<PostgresCreationScriptAnnotation>(out var creation)
            ? creation.Script
            : $"CREATE DATABASE {new NpgsqlCommandBuilder().QuoteIdentifier(database.DatabaseName)}";
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            // It was created by an earlier run.
        }
    }
}
