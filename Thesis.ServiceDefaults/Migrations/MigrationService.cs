using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.Retry;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Brings every registered schema up to date before the other hosted services start. Processes that start together take
/// turns by an advisory lock, which ends with its session.
/// </summary>
internal sealed partial class MigrationService(IEnumerable<MigrationSet> sets, DatabaseConnection database, TimeProvider time, ILogger<MigrationService> logger)
    : IHostedLifecycleService
{
    private const long MigrationLock = 0x7468_6573_6973_0001;
    private const int ServerStartAttempts = 300;
    private static readonly TimeSpan ServerStartPoll = TimeSpan.FromMilliseconds(200);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        await using (var take = new NpgsqlCommand($"SELECT pg_advisory_lock({MigrationLock})", connection) { CommandTimeout = 0 })
        {
            await take.ExecuteNonQueryAsync(cancellationToken);
        }

        // The event log's comes first: the others' outboxes join its publication.
        foreach (var set in sets.DistinctBy(s => s.Schema).OrderBy(s => s.CommonTables))
        {
            foreach (var name in await new SchemaMigration(connection, set).RunAsync(cancellationToken))
            {
                LogApplied(set.Schema, name);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits for a server that starts at the same time as this process, and makes the database that a new server lacks.</summary>
    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var starting = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<NpgsqlException>(IsStarting),
            Delay = ServerStartPoll,
            MaxRetryAttempts = ServerStartAttempts,
            OnRetry = retry =>
            {
                LogWaiting(retry.Outcome.Exception?.Message ?? "");
                return ValueTask.CompletedTask;
            },
        }).Build();
        try
        {
            return await starting.ExecuteAsync(async token => await database.OpenSessionAsync(token), cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await CreateDatabaseAsync(cancellationToken);
            return await database.OpenSessionAsync(cancellationToken);
        }
    }

    private async Task CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var missing = new NpgsqlConnectionStringBuilder(database.ConnectionString);
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
