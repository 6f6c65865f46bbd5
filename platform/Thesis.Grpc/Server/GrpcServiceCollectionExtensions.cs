using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Thesis.Grpc;

/// <summary>Registers what a gRPC server needs.</summary>
public static class GrpcServiceCollectionExtensions
{
    /// <summary>
    /// Adds the server's options and the health service. When health checks are registered, their periodic reports
    /// become the server's status for those who watch it.
    /// </summary>
    public static IServiceCollection AddGrpc(this IServiceCollection services, Action<GrpcServiceOptions>? configure = null)
    {
        services.AddOptions<GrpcServiceOptions>();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddSingleton<HealthServiceImpl>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthCheckPublisher, HealthReportPublisher>());
        return services;
    }
}
