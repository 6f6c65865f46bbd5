using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Thesis.Hosting.Postgres;

/// <summary>A script that creates a database.</summary>
internal sealed record PostgresCreationScriptAnnotation(string Script) : IResourceAnnotation;

/// <summary>Creates a server's databases.</summary>
internal static class PostgresDatabases
{
    public static async Task CreateAllAsync(PostgresServerResource server, IServiceProvider services, CancellationToken cancellationToken)
    {
        var databases = services.GetRequiredService<DistributedApplicationModel>().Resources
            .OfType<PostgresDatabaseResource>().Where(d => ReferenceEquals(d.Parent, server)).ToArray();
        if (databases.Length == 0)
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
        }
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
