using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Thesis.Hosting.Processes;

namespace Thesis.Hosting.Proxies;

/// <summary>
/// Listens on one port and passes each connection on to one of several: the next in turn that takes it. One side's end of
/// sending reaches the other side, which may go on sending. The port stays open while the processes behind it come and go.
/// </summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private const int MaxConnections = 4096;
    private const int BufferBytes = 32 * 1024;
    private const int Backlog = 512;
    private static readonly TimeSpan TargetLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TargetPoll = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _places = new(MaxConnections);
    private readonly HashSet<Task> _connections = [];
    private readonly List<Socket> _listeners = [];
    private readonly List<Task> _accepting = [];
    private readonly IReadOnlyList<int> _targets;
    private int _turn = -1;

    private TcpProxy(IReadOnlyList<int> targets) => _targets = targets;

    /// <summary>Starts listening on the loopback addresses, or on all.</summary>
    /// <param name="port">The port to listen on.</param>
    /// <param name="everywhere">Whether other machines may connect.</param>
    /// <param name="targets">The ports of this machine that connections are passed on to.</param>
    /// <exception cref="DistributedApplicationException">The port is taken; the message names its owner.</exception>
    public static TcpProxy Start(int port, bool everywhere, IReadOnlyList<int> targets)
    {
        var proxy = new TcpProxy(targets);
        proxy.Listen(new IPEndPoint(everywhere ? IPAddress.Any : IPAddress.Loopback, port));
        if (Socket.OSSupportsIPv6)
        {
            proxy.Listen(new IPEndPoint(everywhere ? IPAddress.IPv6Any : IPAddress.IPv6Loopback, port));
        }

        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (var listener in _listeners)
        {
            listener.Dispose();
        }

        await Task.WhenAll(_accepting).ConfigureAwait(false);
        Task[] open;
        lock (_connections)
        {
            open = [.. _connections];
        }

        await Task.WhenAll(open).ConfigureAwait(false);
        _places.Dispose();
        _stopping.Dispose();
    }

    private void Listen(IPEndPoint address)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                listener.DualMode = false;
            }

            listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            listener.Bind(address);
            listener.Listen(Backlog);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
        {
            // This machine has no such address.
            listener.Dispose();
            return;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            listener.Dispose();
            throw new DistributedApplicationException(
                $"The port {address.Port} is in use by {PortOwner.Describe(address.Port)}. End that process, or choose another port.", e);
        }

        _listeners.Add(listener);
        _accepting.Add(Task.Run(() => AcceptAsync(listener)));
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                // Beyond the bound, connections wait in the listener's queue.
                await _places.WaitAsync(_stopping.Token).ConfigureAwait(false);
                var client = await listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                var connection = Task.Run(() => ServeAsync(client));
                lock (_connections)
                {
                    _connections.Add(connection);
                }

                _ = connection.ContinueWith(Forget, TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The proxy ends.
        }
    }

    private void Forget(Task connection)
    {
        lock (_connections)
        {
            _connections.Remove(connection);
        }

        if (!_stopping.IsCancellationRequested)
        {
            _places.Release();
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        {
            try
            {
                using var target = await ConnectAsync(_stopping.Token).ConfigureAwait(false);
                if (target is not null)
                {
                    client.NoDelay = true;
                    await Task.WhenAll(CopyAsync(client, target), CopyAsync(target, client)).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One side broke the connection off, or the proxy ends: the other side's breaks with it.
            }
        }
    }

    /// <summary>Connects to the next target that takes the connection; null when none does for a while.</summary>
    private async Task<Socket?> ConnectAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        do
        {
            for (var attempt = 0; attempt < _targets.Count; attempt++)
            {
                var target = _targets[(int)((uint)Interlocked.Increment(ref _turn) % (uint)_targets.Count)];
                if (await TryConnectAsync(IPAddress.Loopback, target, cancellationToken).ConfigureAwait(false) is { } socket)
                {
                    return socket;
                }
            }

            await Task.Delay(TargetPoll, cancellationToken).ConfigureAwait(false);
        }
        while (Stopwatch.GetElapsedTime(started) < TargetLimit);
        return null;
    }

    private static async Task<Socket?> TryConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return address.Equals(IPAddress.Loopback) && Socket.OSSupportsIPv6
                ? await TryConnectAsync(IPAddress.IPv6Loopback, port, cancellationToken).ConfigureAwait(false)
                : null;
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, _stopping.Token).ConfigureAwait(false)) > 0)
            {
                var sent = 0;
                while (sent < read)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _stopping.Token).ConfigureAwait(false);
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // A broken connection breaks on both sides, at once and in both directions.
            from.Close(0);
            to.Close(0);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
