using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Thesis.Grpc;

/// <summary>The methods of <c>grpc.health.v1.Health</c>, and the endpoints that answer them.</summary>
public static class GrpcHealthEndpoints
{
    /// <summary>The status of a service now.</summary>
    public static readonly Method<HealthCheckRequest, HealthCheckResponse> Check =
        Method.Unary<HealthCheckRequest, HealthCheckResponse>(HealthReflection.Descriptor.Services[0], "Check");

    /// <summary>The status of a service now and each time it changes.</summary>
    public static readonly Method<HealthCheckRequest, HealthCheckResponse> Watch =
        Method.ServerStreaming<HealthCheckRequest, HealthCheckResponse>(HealthReflection.Descriptor.Services[0], "Watch");

    /// <summary>Answers health checks; needs <see cref="GrpcServiceCollectionExtensions.AddGrpc"/>.</summary>
    public static IEndpointConventionBuilder MapGrpcHealth(this IEndpointRouteBuilder endpoints)
    {
        var health = endpoints.ServiceProvider.GetRequiredService<HealthServiceImpl>();
        var group = endpoints.MapGroup("");
        group.MapGrpc(Check, health.Check);
        group.MapGrpcStream(Watch, health.Watch);
        return group;
    }
}
