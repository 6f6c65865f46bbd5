using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Thesis.ServiceDefaults;

/// <summary>What every process of the system gets.</summary>
public static class ServiceDefaultsExtensions
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Telemetry, JSON logs, health checks, service discovery, resilient HTTP clients, token validation and policies,
    /// problem details, JSON rules, the clock, request limits, OpenAPI, and the gRPC endpoint of <c>GRPC_PORT</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">A setting is missing or wrong; the message names it.</exception>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        builder.AddJsonLogs();
        builder.ConfigureOpenTelemetry();
        builder.AddDefaultHealthChecks();
        builder.AddTokenAuthentication();
        builder.AddHttpClientDefaults();
        builder.AddOpenApiDocument();
        builder.ConfigureKestrel();

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddHostedService<IdempotencySweeper>();
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>(); // Before the default one, which looks at what the caller accepts.
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemExceptionHandler>();
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.Configure<JsonOptions>(o => JsonDefaults.Apply(o.SerializerOptions));
        services.Configure<HostOptions>(o => o.ShutdownTimeout = ShutdownTimeout);
        return builder;
    }

    /// <summary>
    /// Puts problem details, authentication and authorization before the endpoints, in this order, and maps
    /// <c>/health</c>, <c>/alive</c>, <c>/openapi/v1.json</c> and its reference page. Call it before mapping endpoints.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.UseStatusCodePages(pages => StatusProblems.WriteAsync(pages.HttpContext));
        app.UseExceptionHandler();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHealth();
        app.MapOpenApiDocument();
        return app;
    }
}
