using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Thesis.Dashboard.Resources;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Api;

/// <summary>What the dashboard is and where it listens.</summary>
internal sealed class ApplicationEndpoints(DashboardOptions options, RunCatalog runs, Func<string[]> addresses, IResourceSource? source)
{
    private static readonly string _version = typeof(ApplicationEndpoints).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/application", http =>
        {
            var all = addresses();
            return http.Response.WriteAsJsonAsync(
                new ApplicationView(
                    source?.ApplicationName ?? options.ApplicationName,
                    _version,
                    runs.Current.Id,
                    runs.Current.Info.StartedAt,
                    source is not null,
                    all[^2],
                    all[^1]),
                ApiJson.Default.ApplicationView,
                cancellationToken: http.RequestAborted);
        });
}
