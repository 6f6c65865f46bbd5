using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Thesis.Grpc;

/// <summary>Passes the periodic reports of the host's health checks to those who watch the server's status.</summary>
internal sealed class HealthReportPublisher(HealthServiceImpl health) : IHealthCheckPublisher
{
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        health.SetStatus("", HealthServiceImpl.StatusOf(report));
        return Task.CompletedTask;
    }
}
