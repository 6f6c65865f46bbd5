using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Brings every registered schema up to date before the other hosted services start. Processes that start together
/// take turns by an advisory lock; one that finds nothing to do does not take it.
/// </summary>
internal sealed partial class MigrationService(
    IEnumerable<MigrationSet> sets, NpgsqlDataSource database, DatabaseConnection target, TimeProvider time, ILogger<MigrationService> logger)
    : IHostedLifecycleService
{
    private const long MigrationLock = 0x7468_6573_6973_0001;
    private static readonly TimeSpan ServerStartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ServerStartPoll = TimeSpan.FromMilliseconds(200);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        var migrators = sets.DistinctBy(s => s.Schema).OrderBy(s => s.CommonTables)
            .Select(s => (s.Schema, Migrator: new SchemaMigrator(connection, s))).ToArray();
        foreach (var (_, migrator) in migrators)
        {
            if (await migrator.IsBehindAsync(cancellationToken))
            {
                await MigrateAsync(connection, migrators, cancellationToken);
                return;
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task MigrateAsync(
        NpgsqlConnection connection, (string Schema, SchemaMigrator Migrator)[] migrators, CancellationToken cancellationToken)
    {
        await LockAsync(connection, "pg_advisory_lock", cancellationToken);
        foreach (var (schema, migrator) in migrators)
        {
            foreach (var name in await migrator.MigrateAsync(cancellationToken))
            {
                LogApplied(schema, name);
            }
        }
        // A failure above closes the host; the lock then ends with its session.
        await LockAsync(connection, "pg_advisory_unlock", cancellationToken);
    }

    private static async Task LockAsync(NpgsqlConnection connection, string function, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT {function}($1)", connection)
        {
            Parameters = { new() { Value = MigrationLock } },
            CommandTimeout = 0,
        };
        await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Waits for a server that starts at the same time as this process.</summary>
    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await database.OpenConnectionAsync(cancellationToken);
            }
            catch (NpgsqlException e) when (IsStarting(e) && time.GetElapsedTime(started) < ServerStartTimeout)
            {
                LogWaiting(e.Message);
                await Task.Delay(ServerStartPoll, time, cancellationToken);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
            {
                // A server that came up empty, as deployments bring it.
                await CreateDatabaseAsync(cancellationToken);
            }
        }
    }

    private async Task CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var missing = new NpgsqlConnectionStringBuilder(target.ConnectionString);
        var name = missing.Database ?? "";
        missing.Database = "postgres";
        missing.Pooling = false;
        await using var server = new NpgsqlConnection(missing.ConnectionString);
        await server.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", server) { CommandTimeout = 0 };
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
            LogCreated(name);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process that started at the same time was first.
        }
    }

    private static bool IsStarting(NpgsqlException e) =>
        e.SqlState == PostgresErrorCodes.CannotConnectNow || e.InnerException is SocketException or IOException or TimeoutException;
}
