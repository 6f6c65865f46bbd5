using Npgsql;

namespace Thesis.Tests.Support;

/// <summary>
/// A PostgreSQL server for tests, reached by a Unix socket. Logical replication is on; fsync is off, but commits are
/// synchronous, as logical decoding waits for flushed WAL. Ends with the test process, however that ends.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> SharedServer = new(() => StartAsync());
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private readonly GuardedServer _server;
    private int _databases;

    private PostgresServer(GuardedServer server) => _server = server;

    /// <summary>The test assembly's server, started by the first who asks. Do not stop it.</summary>
    public static Task<PostgresServer> SharedAsync() => SharedServer.Value;

    /// <summary>Starts a server of one's own, e.g. to stop it.</summary>
    /// <param name="settings">More server settings, e.g. <c>max_slot_wal_keep_size=1MB</c>.</param>
    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("thesis-pg-").FullName;
        string[] asUser = Environment.UserName == "root"
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            : [];
        if (asUser.Length > 0)
        {
            await GuardedServer.RunAsync(["chown", "postgres:postgres", folder]);
        }
        var binaries = FindBinaries();
        var data = Path.Combine(folder, "data");
        string[] defaults =
        [
            "listen_addresses=", $"unix_socket_directories={folder}", "fsync=off", "full_page_writes=off",
            "synchronous_commit=on", "wal_level=logical", "max_connections=200", "max_wal_senders=100",
            "max_replication_slots=200", "shared_buffers=64MB", "timezone=UTC",
        ];
        var command = asUser.Append(Path.Combine(binaries, "postgres")).Append("-D").Append(data)
            .Concat(defaults.Concat(settings).SelectMany(s => new[] { "-c", s }));
        var server = new PostgresServer(GuardedServer.Create(folder, "QUIT", command));
        await GuardedServer.RunAsync(
            [.. asUser, Path.Combine(binaries, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]);
        await server.ResumeAsync();
        return server;
    }

    /// <summary>Makes an empty database and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Stops the server at once, as a crash would; connections break.</summary>
    public Task StopAsync() => _server.StopAsync();

    /// <summary>Starts the server after <see cref="StopAsync"/> and waits until it answers.</summary>
    public async Task ResumeAsync()
    {
        await _server.StartAsync();
        var deadline = DateTime.UtcNow + StartTimeout;
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException e) when (DateTime.UtcNow < deadline)
            {
                _ = e;
                await Task.Delay(20);
            }
            catch (NpgsqlException e)
            {
                throw new InvalidOperationException($"PostgreSQL did not start: {await _server.ReadLogAsync()}", e);
            }
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private string ConnectionString(string database) =>
        $"Host={_server.Folder};Username=postgres;Database={database};Maximum Pool Size=30";

    private static string FindBinaries() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin"))
                .Where(d => File.Exists(Path.Combine(d, "initdb"))).Order().LastOrDefault()
                ?? throw new InvalidOperationException("PostgreSQL's server is missing: install the package postgresql-15.")
            : throw new InvalidOperationException("PostgreSQL's server is missing: install the package postgresql-15.");
}
