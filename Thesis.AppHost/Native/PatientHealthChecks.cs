using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Thesis.AppHost.Native;

internal static class PatientHealthChecks
{
    /// <summary>
    /// Notices at once what becomes healthy. Aspire looks again after one second, then two, then three; with this, each
    /// look at what has not been healthy yet lasts up to ten seconds.
    /// </summary>
    public static void AddPatientHealthChecks(this IDistributedApplicationBuilder builder) =>
        builder.Services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            var healthy = new ConcurrentDictionary<string, bool>();
            foreach (var registration in options.Registrations)
            {
                var inner = registration.Factory;
                registration.Factory = services => new Patient(inner(services), healthy);
            }
        });

    private sealed class Patient(IHealthCheck check, ConcurrentDictionary<string, bool> healthy) : IHealthCheck
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
            while (true)
            {
                var result = await check.CheckHealthAsync(context, cancellationToken);
                if (result.Status == HealthStatus.Healthy)
                {
                    healthy[context.Registration.Name] = true;
                }

                if (Environment.TickCount64 > end || healthy.ContainsKey(context.Registration.Name))
                {
                    return result;
                }

                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
