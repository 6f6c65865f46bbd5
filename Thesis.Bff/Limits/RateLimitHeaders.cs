using System.Globalization;

namespace Thesis.Bff.Limits;

/// <summary>
/// Tells a caller of the API their share and what is left of it, as the draft "RateLimit header fields for HTTP" of the IETF has it, so
/// that a program can slow down before it is refused.
/// </summary>
internal sealed class RateLimitHeaders(RequestDelegate next, CallerShares shares)
{
    private const string Name = "\"caller\"";

    private readonly string _policy = string.Create(CultureInfo.InvariantCulture, $"{Name};q={shares.Burst};w={shares.Window}");

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            context.Response.OnStarting(Tell, context);
        }

        return next(context);
    }

    private Task Tell(object state)
    {
        var context = (HttpContext)state;
        var left = shares.Left(context);
        context.Response.Headers["RateLimit-Policy"] = _policy;
        context.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"{Name};r={left};t={shares.SecondsFor(shares.Burst - left)}");
        return Task.CompletedTask;
    }
}
