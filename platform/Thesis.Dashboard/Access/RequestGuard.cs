using Microsoft.AspNetCore.Http;
using Thesis.Dashboard.Api;

namespace Thesis.Dashboard.Access;

/// <summary>What every request for pages or API must pass.</summary>
internal sealed class RequestGuard(BrowserGate gate)
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self'; font-src 'self' data:; "
        + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer"; // The token is in the address of the first request.
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        var path = http.Request.Path;
        if (path.StartsWithSegments("/api/v1"))
        {
            headers.CacheControl = "no-store";
            if (!path.Equals("/api/v1/login") && !gate.Admits(http))
            {
                await Problem.WriteAsync(http, StatusCodes.Status401Unauthorized, "Sign in first: POST /api/v1/login with the token.");
                return;
            }

            if (!IsOwn(http.Request))
            {
                await Problem.WriteAsync(http, StatusCodes.Status403Forbidden, "The request comes from a page of another origin.");
                return;
            }
        }

        await next(http);
    }

    /// <summary>
    /// A page of another port of this machine is "same site" to the browser, and its requests carry the cookie: what changes
    /// something must come from our own pages, or from no page.
    /// </summary>
    private static bool IsOwn(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return site is "" or "same-origin" or "none";
        }

        var origin = request.Headers.Origin.ToString();
        return site is "" or "same-origin"
            && (origin.Length == 0 || origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
    }
}
