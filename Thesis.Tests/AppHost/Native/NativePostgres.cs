using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Thesis.AppHost.Tests.Native;

/// <summary>PostgreSQL as the AppHost starts it without a container engine: by its script.</summary>
internal sealed class NativePostgres : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly Process _script;
    private readonly StringBuilder _output = new();
    private readonly string _address;

    private NativePostgres(Process script, int port, string password)
    {
        _script = script;
        _address = $"Host=localhost;Port={port};Username=postgres;Password={password};Database=postgres;Pooling=false;Timeout=5";
        script.OutputDataReceived += (_, line) => Keep(line.Data);
        script.ErrorDataReceived += (_, line) => Keep(line.Data);
        script.BeginOutputReadLine();
        script.BeginErrorReadLine();
    }

    /// <summary>What it printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static NativePostgres Run(string directory, string password)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Native", "postgres.sh"), [directory, port.ToString(CultureInfo.InvariantCulture), "-c", "fsync=off", "-c", "wal_level=logical"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["POSTGRES_USER"] = "postgres";
        start.Environment["POSTGRES_PASSWORD"] = password;
        return new NativePostgres(Process.Start(start) ?? throw new InvalidOperationException("bash did not start."), port, password);
    }

    /// <summary>Runs a statement as soon as the server answers, and returns its value.</summary>
    public async Task<object?> AskAsync(string sql)
    {
        for (var end = Environment.TickCount64 + (long)Limit.TotalMilliseconds; ; await Task.Delay(Poll))
        {
            try
            {
                await using var connection = new NpgsqlConnection(_address);
                await connection.OpenAsync();
                await using var command = new NpgsqlCommand(sql, connection);
                return await command.ExecuteScalarAsync();
            }
            catch (NpgsqlException e) when (e.SqlState is null or PostgresErrorCodes.CannotConnectNow)
            {
                if (_script.HasExited || Environment.TickCount64 > end)
                {
                    throw new InvalidOperationException($"PostgreSQL does not answer:\n{Output}", e);
                }
            }
        }
    }

    /// <summary>Ends it as the orchestrator does, and waits.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _script.Id.ToString(CultureInfo.InvariantCulture)]);
        return await EndAsync();
    }

    /// <summary>Waits until the script has ended by itself.</summary>
    public async Task<int> EndAsync()
    {
        await _script.WaitForExitAsync().WaitAsync(Limit);
        return _script.ExitCode;
    }

    /// <summary>Kills the script alone: its server goes on.</summary>
    public void Orphan()
    {
        _script.Kill();
        // With a limit it does not wait for the end of the output, which the server still holds open.
        _script.WaitForExit(Limit);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_script.HasExited)
        {
            await StopAsync();
        }

        _script.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
