using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>Something that runs while a session lives, and once more in the next.</summary>
internal interface ISessionPart
{
    /// <summary>Runs until cancelled, then comes to an end; at once if the session is lost.</summary>
    Task RunAsync(LogSession session, CancellationToken cancellationToken);
}

/// <summary>
/// The process's presence at the database: one connection that holds its advisory locks, which end with it, and one
/// that listens. When either breaks the session is lost, and with it every partition and job of the process.
/// </summary>
internal sealed class LogSession : IAsyncDisposable
{
    private const int LockCommandTimeoutSeconds = 10;
    private readonly NpgsqlConnection _locks;
    private readonly NpgsqlConnection _listener;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _lost = new();

    private LogSession(NpgsqlConnection locks, NpgsqlConnection listener)
    {
        (_locks, _listener) = (locks, listener);
        _listener.Notification += (_, e) => Notified?.Invoke(e.Channel, e.Payload);
    }

    /// <summary>Channel and payload of each notification. Handlers must not block.</summary>
    public event Action<string, string>? Notified;

    /// <summary>Cancelled when the locks may be gone.</summary>
    public CancellationToken Lost => _lost.Token;

    public static async Task<LogSession> OpenAsync(DatabaseConnection database, CancellationToken cancellationToken)
    {
        var locks = await database.OpenSessionAsync(cancellationToken);
        try
        {
            return new LogSession(locks, await ListenerAsync(database, cancellationToken));
        }
        catch
        {
            await locks.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs statements on the connection that holds the locks, one caller at a time. A failure loses the session.</summary>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> statements)
    {
        await _turn.WaitAsync(Lost);
        try
        {
            Lost.ThrowIfCancellationRequested();
            return await statements(_locks);
        }
        catch (NpgsqlException)
        {
            await LoseAsync();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Runs one statement on the connection that holds the locks.</summary>
    public Task<int> ExecuteAsync(string sql, params object[] parameters) => RunAsync(async connection =>
    {
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync();
    });

    /// <summary>Runs one query on the connection that holds the locks.</summary>
    public Task<List<T>> QueryAsync<T>(Func<NpgsqlDataReader, T> read, string sql, params object[] parameters) => RunAsync(async connection =>
    {
        await using var command = Command(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }
        return rows;
    });

    /// <summary>Hands on notifications until cancelled.</summary>
    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _listener.WaitAsync(cancellationToken);
            }
        }
        catch (NpgsqlException)
        {
            await LoseAsync();
            throw;
        }
    }

    /// <summary>Tells every part that the locks may be gone.</summary>
    public Task LoseAsync() => _lost.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await LoseAsync();
        await _locks.DisposeAsync(); // Ends the session, and its locks with it.
        await _listener.DisposeAsync();
        _turn.Dispose();
        _lost.Dispose();
    }

    private static async Task<NpgsqlConnection> ListenerAsync(DatabaseConnection database, CancellationToken cancellationToken)
    {
        var listener = await database.OpenSessionAsync(cancellationToken);
        try
        {
            await using var listen = new NpgsqlCommand(
                $"LISTEN {LogNotifications.Records}; LISTEN {LogNotifications.Groups}; LISTEN {LogNotifications.Work}", listener);
            await listen.ExecuteNonQueryAsync(cancellationToken);
            return listener;
        }
        catch
        {
            await listener.DisposeAsync();
            throw;
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = LockCommandTimeoutSeconds };
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }
        return command;
    }
}
