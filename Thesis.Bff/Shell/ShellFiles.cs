using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;

namespace Thesis.Bff.Shell;

/// <summary>Serves the built portals: files with a hash in their name for ever, the page and the portals' entries always fresh.</summary>
internal static class ShellFiles
{
    // Of the shell, and below /remotes/<portal>.
    private const string HashedFiles = "/assets/";

    public static void UseShellFiles(this WebApplication app)
    {
        var root = Root(app.Services);
        if (!Directory.Exists(root))
        {
            return;
        }

        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(root),
            OnPrepareResponse = context => context.Context.Response.Headers.CacheControl =
                context.Context.Request.Path.Value?.Contains(HashedFiles, StringComparison.Ordinal) == true ? "public, max-age=31536000, immutable" : "no-cache",
        });
    }

    public static void MapShell(this WebApplication app)
    {
        var page = Path.Combine(Root(app.Services), "index.html");
        // A fallback leaves paths with an extension to the files above: they are there, or they are not found.
        app.MapFallback((HttpContext context) => Page(page, context)).AllowAnonymous().WithName("Shell");
    }

    private static IResult Page(string page, HttpContext context)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/api") || path.StartsWithSegments("/hubs") || path.StartsWithSegments("/bff") || path.StartsWithSegments("/remotes"))
        {
            return Problems.NotFound("page", path);
        }

        context.Response.Headers.CacheControl = "no-cache";
        return File.Exists(page)
            ? Results.File(page, "text/html; charset=utf-8")
            : Results.Text("The web shell is not built. Run ./thesis up, or npm ci && npm run build in Thesis.Web.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static string Root(IServiceProvider services) => Path.GetFullPath(
        services.GetRequiredService<IOptions<BffOptions>>().Value.WebRoot ?? "../Thesis.Web/dist",
        services.GetRequiredService<IHostEnvironment>().ContentRootPath);
}
