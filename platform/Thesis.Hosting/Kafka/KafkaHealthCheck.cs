using System.Buffers.Binary;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Thesis.Hosting.Kafka;

/// <summary>Healthy when the broker tells which versions of the protocol it speaks.</summary>
internal sealed class KafkaHealthCheck(KafkaServerResource server) : IHealthCheck
{
    private const int CorrelationId = 20;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>ApiVersions, version 0: its length, key 18, version 0, the correlation id, and no client id.</summary>
    private static readonly byte[] Request = [0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, CorrelationId, 0xFF, 0xFF];

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            var address = (await server.ConnectionStringExpression.GetValueAsync(timeout.Token).ConfigureAwait(false) ?? "").Split(',')[0].Split(':');
            if (address is not [var host, var portText] || !int.TryParse(portText, out var port))
            {
                return HealthCheckResult.Unhealthy($"The connection string of '{server.Name}' must be host:port, or several separated by commas.");
            }

            using var client = new TcpClient();
            await client.ConnectAsync(host, port, timeout.Token).ConfigureAwait(false);
            var stream = client.GetStream();
            await stream.WriteAsync(Request, timeout.Token).ConfigureAwait(false);
            var reply = new byte[10];
            await stream.ReadExactlyAsync(reply, timeout.Token).ConfigureAwait(false);
            return reply[7] == CorrelationId && BinaryPrimitives.ReadInt16BigEndian(reply.AsSpan(8)) == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"{host}:{port} does not answer as a Kafka broker does.");
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"The broker did not answer within {Timeout.TotalSeconds} s.");
        }
    }
}
