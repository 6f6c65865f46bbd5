using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Thesis.Dashboard.Exchange;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Api;

/// <summary>The run that an import made.</summary>
internal sealed record ImportAnswer(string Id);

/// <summary>Runs side by side, and runs that leave and enter as files.</summary>
internal sealed class ExchangeEndpoints(RunCatalog runs, DashboardOptions options)
{
    private const long MaxImport = 512 << 20;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/runs/compare", http => http.Response.WriteAsJsonAsync(
            RunComparison.Compare(RequestQuery.Run(http.Request, runs, "a"), RequestQuery.Run(http.Request, runs, "b"), http.RequestAborted),
            ApiJson.Default.ComparisonAnswer,
            cancellationToken: http.RequestAborted));
        app.MapGet("/api/v1/export", ExportAsync);
        app.MapPost("/api/v1/import", ImportAsync);
    }

    private async Task ExportAsync(HttpContext http)
    {
        var run = RequestQuery.Run(http.Request, runs);
        await using var file = Temporary();
        try
        {
            RunExport.Write(run, file, http.RequestAborted);
        }
        catch (IOException)
        {
            throw new ProblemException(StatusCodes.Status507InsufficientStorage, "The disk is full: there is no room for the file.");
        }

        http.Response.ContentType = "application/zip";
        http.Response.ContentLength = file.Length;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"dashboard-{run.Id}.zip\"";
        file.Position = 0;
        await file.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    private async Task ImportAsync(HttpContext http)
    {
        if (http.Request.ContentType?.StartsWith("application/zip", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new ProblemException(StatusCodes.Status415UnsupportedMediaType, "content-type must be application/zip.");
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxImport;
        }

        await using var file = Temporary();
        try
        {
            await http.Request.Body.CopyToAsync(file, http.RequestAborted);
            file.Position = 0;
            var id = RunImport.Read(file, runs, options.Time);
            await http.Response.WriteAsJsonAsync(new ImportAnswer(id), ApiJson.Default.ImportAnswer, cancellationToken: http.RequestAborted);
        }
        catch (IOException e) when (e is not BadHttpRequestException && !http.RequestAborted.IsCancellationRequested)
        {
            throw new ProblemException(StatusCodes.Status507InsufficientStorage, "The disk is full: there is no room for the run.");
        }
    }

    /// <summary>A file that is gone when it is closed, on the disk where the runs are.</summary>
    private FileStream Temporary() => new(
        Path.Combine(options.DataDirectory, $"{Guid.NewGuid():N}.tmp"),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        64 * 1024,
        FileOptions.DeleteOnClose | FileOptions.Asynchronous);
}
