using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Api;

/// <summary>The runs that are kept.</summary>
internal sealed class RunEndpoints(RunCatalog runs)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/runs", http => http.Response.WriteAsJsonAsync(
            [
                .. runs.List().Select(r => new RunView(
                    r.Info.Id,
                    r.Info.StartedAt,
                    r.IsCurrent ? null : r.Info.EndedAt,
                    r.Info.Application,
                    r.Bytes,
                    r.Info.Logs,
                    r.Info.Spans,
                    r.Info.Points,
                    r.Info.Dropped,
                    r.IsCurrent,
                    r.Info.IsImported)),
            ],
            ApiJson.Default.RunViewArray,
            cancellationToken: http.RequestAborted));
        app.MapDelete("/api/v1/runs/{id}", DeleteAsync);
    }

    private Task DeleteAsync(HttpContext http)
    {
        var id = http.Request.RouteValues["id"] as string ?? "";
        if (!runs.Delete(id))
        {
            throw ProblemException.Missing($"run '{id}' that could be deleted; the current one cannot", id);
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
