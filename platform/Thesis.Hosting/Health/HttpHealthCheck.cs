using System.Net.Security;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Thesis.Hosting.Health;

/// <summary>Healthy when a GET on each address of an endpoint answers with the status expected.</summary>
internal sealed class HttpHealthCheck(IHttpClientFactory clients, Func<CancellationToken, ValueTask<string[]>> findAddresses, string path, int statusCode) : IHealthCheck
{
    public const string ClientName = "Thesis.Hosting.Health";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Asks a process of this machine's own whether it answers, not who it is: any certificate will do there.</summary>
    public static HttpMessageHandler Handler() => new HttpClientHandler
    {
        ServerCertificateCustomValidationCallback = (request, _, _, errors) => errors == SslPolicyErrors.None || request.RequestUri?.IsLoopback == true,
    };

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var roots = await findAddresses(cancellationToken).ConfigureAwait(false);
        if (roots.Length == 0)
        {
            return HealthCheckResult.Unhealthy("The endpoint has no address yet.");
        }

        var results = await Task.WhenAll(roots.Select(root => AskAsync(new Uri(new Uri(root), path), cancellationToken))).ConfigureAwait(false);
        return results.FirstOrDefault(r => r.Status != HealthStatus.Healthy, results[0]);
    }

    private async Task<HealthCheckResult> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
            return (int)response.StatusCode == statusCode
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"GET {address} answered {(int)response.StatusCode} instead of {statusCode}.");
        }
        catch (HttpRequestException e)
        {
            return HealthCheckResult.Unhealthy($"GET {address} failed: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"GET {address} did not answer within {Timeout.TotalSeconds} s.");
        }
    }
}
