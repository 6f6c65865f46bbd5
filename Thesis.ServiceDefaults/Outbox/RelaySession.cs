using Npgsql;
using NpgsqlTypes;

namespace Thesis.ServiceDefaults;

/// <summary>
/// The database session of the active relay. It holds the advisory lock that makes this process the relay, and every
/// append runs on it: a relay whose lock is gone cannot append. The epoch fences what the lock might miss.
/// </summary>
internal sealed class RelaySession : IAsyncDisposable
{
    private const long RelayLock = 0x7468_6573_6973_0002;
    private readonly NpgsqlConnection _connection;
    private readonly SemaphoreSlim _turn = new(1);

    private RelaySession(NpgsqlConnection connection, string slot) => (_connection, Slot) = (connection, slot);

    /// <summary>Slots belong to the server, so the database's number is part of the name.</summary>
    public string Slot { get; }

    /// <summary>Grows each time a process becomes the relay.</summary>
    public long Epoch { get; private set; }

    /// <summary>Grows each time the slot is made anew; positions of a later one come after all earlier ones.</summary>
    public long Generation { get; private set; }

    public static async Task<RelaySession> OpenAsync(DatabaseConnection database, CancellationToken cancellationToken)
    {
        var connection = await database.OpenSessionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "SELECT 'thesis_outbox_' || oid FROM pg_database WHERE datname = current_database()", connection);
        return new RelaySession(connection, (string)(await command.ExecuteScalarAsync(cancellationToken) ?? ""));
    }

    /// <summary>Tries to become the relay.</summary>
    public Task<bool> TryLockAsync(CancellationToken cancellationToken) => RunAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection)
            {
                Parameters = { new() { Value = RelayLock } },
            };
            return await command.ExecuteScalarAsync(cancellationToken) is true;
        },
        cancellationToken);

    /// <summary>Starts this relay's epoch and ends every older one. Returns the recorded position, null if there is none to go on from.</summary>
    public Task<RelayPosition?> BeginEpochAsync(CancellationToken cancellationToken) => RunAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(
                """
                INSERT INTO eventlog.relay AS r (slot, epoch) VALUES ($1, 1)
                ON CONFLICT (slot) DO UPDATE SET epoch = r.epoch + 1
                RETURNING epoch, position, rows, ready, generation
                """,
                connection)
            {
                Parameters = { new() { Value = Slot } },
            };
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            Epoch = reader.GetInt64(0);
            Generation = reader.GetInt64(4);
            return reader.GetBoolean(3)
                ? new RelayPosition(reader.GetFieldValue<NpgsqlLogSequenceNumber>(1), reader.GetInt32(2))
                : (RelayPosition?)null;
        },
        cancellationToken);

    /// <summary>Records that the slot is of no use any more, before it is made anew, and begins a generation.</summary>
    public async Task SuspendAsync(CancellationToken cancellationToken) =>
        // The clock keeps generations rising where an older copy of the database has been restored.
        Generation = await UpdateAsync(
            "ready = false, generation = greatest(generation + 1, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)", [], cancellationToken);

    /// <summary>Records that the slot holds everything after the position.</summary>
    public Task ResumeFromAsync(RelayPosition position, CancellationToken cancellationToken) =>
        UpdateAsync(
        "ready = true, position = $3, rows = $4",
        [new() { Value = position.Commit, NpgsqlDbType = NpgsqlDbType.PgLsn }, new() { Value = position.Rows }],
        cancellationToken);

    /// <summary>Runs statements on the session, one caller at a time.</summary>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> statements, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await statements(_connection);
        }
        finally
        {
            _turn.Release();
        }
    }

    private Task<long> UpdateAsync(string assignments, NpgsqlParameter[] values, CancellationToken cancellationToken) => RunAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(
                $"UPDATE eventlog.relay SET {assignments} WHERE slot = $1 AND epoch = $2 RETURNING generation", connection)
            {
                Parameters = { new() { Value = Slot }, new() { Value = Epoch } },
            };
            command.Parameters.AddRange(values);
            return await command.ExecuteScalarAsync(cancellationToken) is long generation ? generation : throw new RelayFencedException();
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync(); // Ends the session, and the lock with it.
        _turn.Dispose();
    }
}
