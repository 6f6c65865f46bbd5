using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;

namespace Thesis.Dashboard.Api;

/// <summary>The pages: files of the web's build, and its first page for every other address.</summary>
internal sealed class WebFiles
{
    private const string NoPages = """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Dashboard</title>
        <body><h1>The dashboard's pages are not built</h1>
        <p>Run <code>npm ci &amp;&amp; npm run build</code> in <code>platform/Thesis.Dashboard/web</code> and reload. The API and the receivers of telemetry work without them.</p>
        </body></html>
        """;

    private static readonly FileExtensionContentTypeProvider _types = new();
    private readonly string? _folder;

    public WebFiles(DashboardOptions options) => _folder = Candidates(options).FirstOrDefault(f => File.Exists(Path.Combine(f, "index.html")));

    public void Map(IEndpointRouteBuilder app) => app.MapFallback("{*path}", SendAsync);

    public static Task SendPageAsync(HttpContext http) => http.RequestServices.GetRequiredService<WebFiles>().SendFirstPageAsync(http);

    private static IEnumerable<string> Candidates(DashboardOptions options)
    {
        var assembly = typeof(WebFiles).Assembly;
        if (options.WebDirectory is { } given)
        {
            return [given];
        }

        var built = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "WebDirectory")?.Value;
        return [Path.Combine(AppContext.BaseDirectory, "web"), .. built is null ? Array.Empty<string>() : [built]];
    }

    private async Task SendAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        if (path.StartsWith("/api/", StringComparison.Ordinal))
        {
            throw ProblemException.Missing($"address '{path}'", path);
        }

        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            throw new ProblemException(StatusCodes.Status405MethodNotAllowed, "Only GET is answered here.");
        }

        if (FileOf(path) is not { } file)
        {
            await (Path.HasExtension(path) ? throw ProblemException.Missing($"file '{path}'", path) : SendFirstPageAsync(http));
            return;
        }

        // Names of built assets hold a hash of what is in them.
        http.Response.Headers.CacheControl = path.StartsWith("/assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        http.Response.ContentType = _types.TryGetContentType(file, out var type) ? type : "application/octet-stream";
        await http.Response.SendFileAsync(file, http.RequestAborted);
    }

    private async Task SendFirstPageAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentType = "text/html; charset=utf-8";
        if (_folder is not null)
        {
            await http.Response.SendFileAsync(Path.Combine(_folder, "index.html"), http.RequestAborted);
        }
        else
        {
            await http.Response.WriteAsync(NoPages, http.RequestAborted);
        }
    }

    /// <summary>A file of the folder; null for what is not there or lies outside.</summary>
    private string? FileOf(string path)
    {
        if (_folder is null || path is "/" or "/index.html" || path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var root = Path.GetFullPath(_folder);
        var file = Path.GetFullPath(Path.Combine(root, path.TrimStart('/')));
        return file.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(file) ? file : null;
    }
}
