using System.Net;
using System.Net.Sockets;

namespace Thesis.KafkaMock;

/// <summary>
/// Passes connections to a port that stays on to the broker, whose port the library chooses. The broker tells clients its
/// own address, and they go there from then on.
/// </summary>
internal static class Door
{
    private const int MaxConnections = 256;

    public static async Task ServeAsync(TcpListener listener, IPEndPoint broker, CancellationToken cancellationToken)
    {
        using var places = new SemaphoreSlim(MaxConnections);
        try
        {
            while (true)
            {
                await places.WaitAsync(cancellationToken);
                var client = await listener.AcceptTcpClientAsync(cancellationToken);
                _ = PassOnAsync(client, broker, cancellationToken).ContinueWith(_ => places.Release(), TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException)
        {
            // The process was asked to end.
        }
    }

    private static async Task PassOnAsync(TcpClient client, IPEndPoint broker, CancellationToken cancellationToken)
    {
        using (client)
        using (var target = new TcpClient())
        {
            try
            {
                await target.ConnectAsync(broker, cancellationToken);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(target.GetStream(), cancellationToken),
                    target.GetStream().CopyToAsync(client.GetStream(), cancellationToken));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One side is gone: so is the other.
            }
        }
    }
}
