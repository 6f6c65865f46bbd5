using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using Thesis.Redis.Protocol;

namespace Thesis.Redis.Connection;

/// <summary>One socket to the server, from the handshake to its end. A new connection is a new link.</summary>
internal sealed class ServerLink : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly TimeProvider _time;
    private long _lastReceivedAt;

    private ServerLink(Stream stream, RedisOptions options, TimeProvider time)
    {
        _stream = stream;
        _time = time;
        _lastReceivedAt = time.GetTimestamp();
        Input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 32 * 1024));
        Output = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: 32 * 1024));
        Reader = new RespReader(Input, options.MaxReplyBytes, () => Volatile.Write(ref _lastReceivedAt, _time.GetTimestamp()));
    }

    public RespReader Reader { get; }

    public PipeWriter Output { get; }

    public long LastReceivedAt => Volatile.Read(ref _lastReceivedAt);

    private PipeReader Input { get; }

    /// <summary>Connects, secures, authenticates, and returns when the server answers commands.</summary>
    public static async Task<ServerLink> OpenAsync(RedisOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        ServerLink? link = null;
        try
        {
            link = new ServerLink(await OpenStreamAsync(options, either.Token), options, time);
            await link.HandshakeAsync(options, either.Token);
            var opened = link;
            link = null;
            return opened;
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"Connecting to {options} took longer than {options.ConnectTimeout.TotalMilliseconds:0} ms.", e);
        }
        finally
        {
            if (link is not null)
            {
                await link.DisposeAsync();
            }
        }
    }

    /// <summary>Closes the socket, so that a read or write under way ends.</summary>
    public ValueTask AbortAsync() => _stream.DisposeAsync();

    /// <summary>Only when nothing reads or writes any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await AbortAsync();
        await Input.CompleteAsync();

        // With a cause, so that what is still buffered is discarded rather than flushed to a closed socket.
        await Output.CompleteAsync(new IOException("The link has ended."));
    }

    private static async Task<Stream> OpenStreamAsync(RedisOptions options, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancellationToken);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (options.Ssl)
            {
                stream = await SecureAsync(stream, options, cancellationToken);
            }

            var opened = stream;
            stream = null;
            return opened;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        finally
        {
            if (stream is not null)
            {
                await stream.DisposeAsync();
            }
        }
    }

    private static async Task<SslStream> SecureAsync(Stream stream, RedisOptions options, CancellationToken cancellationToken)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = options.SslHost ?? options.Host,
                RemoteCertificateValidationCallback = options.ServerCertificateValidation,
                ClientCertificates = options.ClientCertificate is { } certificate ? [certificate] : null,
            },
            cancellationToken);
        return secure;
    }

    private async Task HandshakeAsync(RedisOptions options, CancellationToken cancellationToken)
    {
        List<RedisArgument> hello = [3];
        if (options.Password is not null || options.User is not null)
        {
            hello.AddRange("AUTH", options.User ?? "default", options.Password ?? "");
        }

        if (options.ClientName is not null)
        {
            hello.AddRange("SETNAME", options.ClientName);
        }

        ThrowIfError(await AskAsync(RedisCommand.Unchecked("HELLO", [.. hello]), cancellationToken));
        if (options.Database != 0)
        {
            ThrowIfError(await AskAsync(RedisCommand.Unchecked("SELECT", options.Database), cancellationToken));
        }

        // A server that still loads its data greets but does not serve. A user without the right to PING is served all the same.
        var ping = await AskAsync(RedisCommand.Unchecked("PING"), cancellationToken);
        if (ping.Type == RedisType.Error && ping.AsString() is { } error && !error.StartsWith("NOPERM", StringComparison.Ordinal))
        {
            throw new RedisServerException(error);
        }
    }

    private async Task<RedisValue> AskAsync(RedisCommand command, CancellationToken cancellationToken)
    {
        Output.Write(command.Encoded);
        await Output.FlushAsync(cancellationToken);
        return await Reader.ReadAsync(cancellationToken);
    }

    private static void ThrowIfError(in RedisValue reply)
    {
        if (reply.Type == RedisType.Error)
        {
            throw new RedisServerException(reply.AsString() ?? "");
        }
    }
}
