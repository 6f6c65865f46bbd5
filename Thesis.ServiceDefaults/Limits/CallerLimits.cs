using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Gives each caller of the REST interface its share of the process: a few requests at a time, a bounded number that wait, and 429
/// with a time to wait for the rest. So one caller's flood neither takes every connection nor every core from the others. Calls
/// between services are not counted: what they are made for was.
/// </summary>
public static class CallerLimits
{
    private const string RetryAfterSeconds = "1";

    /// <summary>Registers the limits; <see cref="UseCallerLimits"/> applies them.</summary>
    public static IHostApplicationBuilder AddCallerLimits(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<CallerLimitOptions>().BindConfiguration("CallerLimits").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<RateLimiterOptions>().Configure<IOptions<CallerLimitOptions>>((limiter, limits) =>
        {
            var share = new ConcurrencyLimiterOptions
            {
                PermitLimit = limits.Value.AtOnce,
                QueueLimit = limits.Value.Waiting,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            };
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => IsCounted(http)
                ? RateLimitPartition.GetConcurrencyLimiter(Caller(http), _ => share)
                : RateLimitPartition.GetNoLimiter(""));
            limiter.OnRejected = async (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
                await TooMany().ExecuteAsync(rejected.HttpContext);
            };
        });
        return builder;
    }

    /// <summary>Applies the limits to what is mapped; callers have to be known by then.</summary>
    public static IApplicationBuilder UseCallerLimits(this IApplicationBuilder app) => app.UseRateLimiter();

    private static ProblemHttpResult TooMany() => Problems.Of(
        StatusCodes.Status429TooManyRequests,
        "too-many-requests",
        "Too many of your requests are waiting.",
        "Wait as long as Retry-After says, then repeat the request with the same Idempotency-Key. Nothing of it has happened.");

    private static bool IsCounted(HttpContext http) => http.Request.Path.StartsWithSegments("/api") && !http.User.IsInRole(Roles.Service);

    private static string Caller(HttpContext http) =>
        http.User.FindFirst("sub")?.Value ?? http.Connection.RemoteIpAddress?.ToString() ?? "";
}
