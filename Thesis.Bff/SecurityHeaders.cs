using Microsoft.Extensions.Options;

namespace Thesis.Bff;

/// <summary>Tells browsers to trust only what this origin serves.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, IOptions<BffOptions> options)
{
    /// <summary>The headers; names of HTTP have no case.</summary>
    public static readonly IReadOnlySet<string> Names = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy",
    };

    // Styles: the component library writes its theme into a style element.
    private readonly string _policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; " +
        $"img-src 'self' data: blob: {options.Value.TileOrigin}; connect-src 'self'; worker-src 'self' blob:; " +
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        // When the answer starts: one that an exception cuts off loses the headers it has by then.
        context.Response.OnStarting(() =>
        {
            Add(context.Response.Headers);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private void Add(IHeaderDictionary headers)
    {
        // The provider's own pages come through here with a stricter policy of their own.
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = _policy;
        }

        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "geolocation=(self), camera=(self), microphone=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }
}
