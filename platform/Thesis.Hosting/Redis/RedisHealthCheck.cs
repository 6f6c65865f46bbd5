using System.Net.Sockets;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Thesis.Hosting.Redis;

/// <summary>Healthy when the server answers a PING after the password.</summary>
internal sealed class RedisHealthCheck(RedisResource server) : IHealthCheck
{
    private const int MaxReplyBytes = 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            using var client = new TcpClient();
            var (host, port, password) = await AddressAsync(timeout.Token).ConfigureAwait(false);
            await client.ConnectAsync(host, port, timeout.Token).ConfigureAwait(false);
            var stream = client.GetStream();
            if (password is not null)
            {
                await AskAsync(stream, ["AUTH", password], timeout.Token).ConfigureAwait(false);
            }

            var reply = await AskAsync(stream, ["PING"], timeout.Token).ConfigureAwait(false);
            return reply == "+PONG" ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"PING was answered with {reply}.");
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"PING was not answered within {Timeout.TotalSeconds} s.");
        }
    }

    /// <summary>The parts of <c>host:port,password=…</c>.</summary>
    private async Task<(string Host, int Port, string? Password)> AddressAsync(CancellationToken cancellationToken)
    {
        const string PasswordOption = "password=";
        var parts = (await server.ConnectionStringExpression.GetValueAsync(cancellationToken).ConfigureAwait(false) ?? "").Split(',');
        var address = parts[0].Split(':');
        var password = parts.FirstOrDefault(p => p.StartsWith(PasswordOption, StringComparison.OrdinalIgnoreCase))?[PasswordOption.Length..];
        return (address[0], address.Length > 1 && int.TryParse(address[1], out var port) ? port : 6379, password);
    }

    private static async Task<string> AskAsync(NetworkStream stream, string[] command, CancellationToken cancellationToken)
    {
        var request = new StringBuilder($"*{command.Length}\r\n");
        foreach (var part in command)
        {
            request.Append('$').Append(Encoding.UTF8.GetByteCount(part)).Append("\r\n").Append(part).Append("\r\n");
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(request.ToString()), cancellationToken).ConfigureAwait(false);
        var reply = new byte[MaxReplyBytes];
        var length = 0;
        while (length < reply.Length && (length == 0 || reply[length - 1] != '\n'))
        {
            var read = await stream.ReadAsync(reply.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return Encoding.UTF8.GetString(reply, 0, length).TrimEnd();
    }
}
