using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Thesis.ServiceDefaults;

/// <summary>
/// <c>/health</c>: ready for work, all checks pass (else 503). <c>/alive</c>: the process runs; only checks tagged
/// <c>live</c>, so that a database that is away does not get the process restarted.
/// </summary>
internal static class HealthEndpoints
{
    public const string Ready = "/health";
    public const string Alive = "/alive";

    private const string LiveTag = "live";

    public static IHostApplicationBuilder AddDefaultHealthChecks(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        return builder;
    }

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        Map(Ready, _ => true);
        Map(Alive, check => check.Tags.Contains(LiveTag));

        void Map(string path, Func<HealthCheckRegistration, bool> isAsked) => endpoints
            .MapHealthChecks(path, new HealthCheckOptions { Predicate = isAsked, ResponseWriter = WriteAsync })
            .DisableHttpMetrics()
            .AllowAnonymous();
    }

    /// <summary>The status of each check by name; no descriptions, which may tell an outsider how we are built.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new HealthAnswer(report.Status.ToString(), report.Entries.ToDictionary(e => e.Key, e => e.Value.Status.ToString())),
        context.RequestAborted);

    private sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, string> Checks);
}
