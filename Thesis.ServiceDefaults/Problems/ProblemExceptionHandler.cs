using Grpc.Core;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Answers a request that ended in an exception with problem details. Faults of ours are logged as errors and answered
/// without detail; whatever the caller can mend is said to the caller alone.
/// </summary>
internal sealed partial class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is RpcException { StatusCode: StatusCode.Cancelled } && httpContext.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone, and so did the call made for it: nothing failed, and nobody reads an answer.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        var problem = ExceptionProblems.For(httpContext, endpoint, exception);
        // The route's pattern and not the path, which holds ids.
        var (method, route) = (httpContext.Request.Method, endpoint?.DisplayName ?? "(no route)");
        switch (problem.StatusCode)
        {
            case StatusCodes.Status503ServiceUnavailable:
                UpstreamUnavailable(exception, method, route);
                httpContext.Response.Headers.RetryAfter = "1";
                break;
            case >= StatusCodes.Status500InternalServerError:
                Failed(exception, method, route);
                break;
            default:
                Refused(method, route, problem.StatusCode, exception.GetType().Name);
                break;
        }

        if (StatusProblems.IsGrpc(httpContext))
        {
            httpContext.Response.StatusCode = problem.StatusCode; // gRPC's clients make their status of it.
            return true;
        }

        await problem.ExecuteAsync(httpContext);
        return true;
    }
}
