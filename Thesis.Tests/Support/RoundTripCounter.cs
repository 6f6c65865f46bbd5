using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Thesis.Tests.Support;

/// <summary>
/// Stands between a process and PostgreSQL and counts round trips as the wire shows them: one begins whenever the process sends
/// while the server owes it no answer. Statements that are sent together are one.
/// </summary>
/// <param name="application">Ends the name of the connections that are counted, as in <c>application_name</c>.</param>
public sealed class RoundTripCounter(string application) : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thesis-wire-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentQueue<string> _trips = new();
    private string _server = "";

    /// <summary>The statements of each round trip since the last <see cref="Take"/>.</summary>
    public IReadOnlyList<string> Take()
    {
        var trips = new List<string>();
        while (_trips.TryDequeue(out var trip))
        {
            trips.Add(trip);
        }

        return trips;
    }

    /// <summary>Begins to pass on connections.</summary>
    /// <param name="connectionString">How to reach the server by its Unix socket.</param>
    /// <returns>How to reach it through this.</returns>
    public string Start(string connectionString)
    {
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(connectionString);
        _server = Path.Combine(settings.Host ?? "", ".s.PGSQL.5432");
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, ".s.PGSQL.5432")));
        _listener.Listen();
        _ = AcceptAsync();
        settings.Host = _folder;
        return settings.ConnectionString;
    }

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await _listener.AcceptAsync());
            }
        }
        catch (SocketException)
        {
            // Disposed: the test is over.
        }
        catch (ObjectDisposedException)
        {
            // The same.
        }
    }

    private async Task PassAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await server.ConnectAsync(new UnixDomainSocketEndPoint(_server));
        var wire = new Wire(application, _trips);
        await Task.WhenAny(CopyAsync(client, server, wire.Sent), CopyAsync(server, client, wire.Received));
        client.Dispose();
    }

    private static async Task CopyAsync(Socket from, Socket to, Action<ReadOnlyMemory<byte>> look)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0)
            {
                look(buffer.AsMemory(0, read));
                await to.SendAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One side has closed the connection.
        }
    }

    /// <summary>One connection's messages: type, length, content; the first ones of a client have no type.</summary>
    private sealed class Wire(string application, ConcurrentQueue<string> trips)
    {
        private readonly Lock _lock = new();
        private readonly Messages _fromClient = new(hasStartup: true);
        private readonly Messages _fromServer = new(hasStartup: false);
        private readonly StringBuilder _statements = new();
        private bool _isCounted;
        private int _owed;

        public void Sent(ReadOnlyMemory<byte> bytes)
        {
            lock (_lock)
            {
                foreach (var (type, content) in _fromClient.Read(bytes))
                {
                    Sent(type, content);
                }
            }
        }

        public void Received(ReadOnlyMemory<byte> bytes)
        {
            lock (_lock)
            {
                // Before it was understood, a server answers with one letter whether it speaks TLS.
                if (bytes.Length == 1)
                {
                    return;
                }

                foreach (var (type, _) in _fromServer.Read(bytes))
                {
                    if (type == 'Z' && --_owed == 0)
                    {
                        End();
                    }
                }
            }
        }

        private void Sent(char type, string content)
        {
            _isCounted |= type == '\0' && content.Contains($"{application}\0", StringComparison.Ordinal);
            if (type is 'P' or 'Q')
            {
                _statements.Append(content).Append('\n');
            }

            // Answered by ReadyForQuery: a start, a simple query, and the end of extended ones.
            _owed += type is 'Q' or 'S' || (type == '\0' && content.Contains("user\0", StringComparison.Ordinal)) ? 1 : 0;
        }

        private void End()
        {
            if (_isCounted && _statements.Length > 0)
            {
                trips.Enqueue(_statements.ToString());
            }

            _statements.Clear();
        }
    }

    private sealed class Messages(bool hasStartup)
    {
        private readonly List<byte> _rest = [];
        private bool _isStarting = hasStartup;

        public List<(char Type, string Content)> Read(ReadOnlyMemory<byte> bytes)
        {
            _rest.AddRange(bytes.Span);
            var messages = new List<(char Type, string Content)>();
            while (Next() is { } message)
            {
                messages.Add(message);
            }

            return messages;
        }

        private (char Type, string Content)? Next()
        {
            var head = _isStarting ? 4 : 5;
            if (_rest.Count < head)
            {
                return null;
            }

            var length = BinaryPrimitives.ReadInt32BigEndian(_rest.GetRange(head - 4, 4).ToArray()) + head - 4;
            if (_rest.Count < length)
            {
                return null;
            }

            var type = _isStarting ? '\0' : (char)_rest[0];
            var content = Encoding.Latin1.GetString(_rest.GetRange(head, length - head).ToArray());
            _rest.RemoveRange(0, length);
            _isStarting &= !content.Contains("user\0", StringComparison.Ordinal); // A question for TLS may come before.
            return (type, content);
        }
    }
}
