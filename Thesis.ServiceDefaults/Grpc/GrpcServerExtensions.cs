using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Thesis.ServiceDefaults;

/// <summary>What every process that answers gRPC gets, whatever its services.</summary>
public static class GrpcServerExtensions
{
    /// <summary>A message goes in a frame, which has to fit into the request's body: one byte for the flags, four for the length.</summary>
    private const int FrameHeaderBytes = 5;

    /// <summary>
    /// Adds the gRPC server: problems as rich status, health by the process's health checks, and in development reflection.
    /// A method without a policy (<c>[Authorize(Policies.Service)]</c> on its override) is denied to everybody.
    /// </summary>
    /// <param name="builder">The process's builder.</param>
    /// <param name="maxRequestBytes">The largest request; more is refused as RESOURCE_EXHAUSTED.</param>
    public static WebApplicationBuilder AddGrpcServer(
        this WebApplicationBuilder builder, int maxRequestBytes = (int)KestrelDefaults.MaxRequestBodySize - FrameHeaderBytes)
    {
        builder.Services.AddGrpc(options =>
        {
            options.IgnoreUnknownServices = true; // 404 like any other path, and no routes for them.
            options.MaxReceiveMessageSize = maxRequestBytes;
            options.Interceptors.Add<ProblemInterceptor>();
        });
        builder.Services.AddGrpcHealthChecks();
        if (builder.Environment.IsDevelopment())
        {
            builder.Services.AddGrpcReflection();
        }

        return builder;
    }

    /// <summary>Maps <c>grpc.health.v1</c> and, in development, reflection. Services are mapped by their modules.</summary>
    public static WebApplication MapGrpcServer(this WebApplication app)
    {
        app.MapGrpcHealthChecksService().AllowAnonymous();
        if (app.Environment.IsDevelopment())
        {
            app.MapGrpcReflectionService().AllowAnonymous();
        }

        return app;
    }
}
