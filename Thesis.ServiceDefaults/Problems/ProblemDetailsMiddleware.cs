using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Gives every failed request an answer in problem details: exceptions, and error statuses without a body. Faults of ours
/// are logged as errors and answered without detail; whatever the caller can mend is said to the caller alone.
/// </summary>
internal sealed partial class ProblemDetailsMiddleware(RequestDelegate next, ILogger<ProblemDetailsMiddleware> logger)
{
    private const int StatusClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (ClientIsGone(context, exception))
        {
            // Nobody is left to answer, and a caller that hangs up is no fault.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusClientClosedRequest;
            }

            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted) // The last place where an exception can become an answer.
        {
            await AnswerAsync(context, exception);
            return;
        }

        if (IsBareError(context))
        {
            await StatusProblems.For(context).ExecuteAsync(context);
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        var problem = ExceptionProblems.For(context, exception);
        var status = problem.StatusCode;
        switch (status)
        {
            case StatusCodes.Status503ServiceUnavailable:
                UpstreamUnavailable(exception, context.Request.Method, Route(context));
                context.Response.Headers.RetryAfter = "1";
                break;
            case >= StatusCodes.Status500InternalServerError:
                Failed(exception, context.Request.Method, Route(context));
                break;
            default:
                Refused(context.Request.Method, Route(context), status, exception.GetType().Name);
                break;
        }

        if (IsGrpc(context))
        {
            context.Response.StatusCode = status; // gRPC's clients make their status of it.
            return;
        }

        RemoveEntityHeaders(context.Response);
        await problem.ExecuteAsync(context);
    }

    /// <summary>What described the answer that the exception cut off; headers such as WWW-Authenticate stay.</summary>
    private static void RemoveEntityHeaders(HttpResponse response)
    {
        response.Headers.ETag = default;
        response.Headers.Location = default;
        response.Headers.ContentType = default;
        response.Headers.ContentLength = null;
        response.Headers.CacheControl = "no-store";
    }

    private static bool IsBareError(HttpContext context) =>
        context.Response is { HasStarted: false, StatusCode: >= 400 and < 600, ContentType: null, ContentLength: null or 0 } && !IsGrpc(context);

    private static bool ClientIsGone(HttpContext context, Exception exception) =>
        context.RequestAborted.IsCancellationRequested
        && exception is (OperationCanceledException or IOException or RpcException { StatusCode: StatusCode.Cancelled });

    private static bool IsGrpc(HttpContext context) =>
        context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The route's pattern and not the path, which holds ids.</summary>
    private static string Route(HttpContext context) => context.GetEndpoint()?.DisplayName ?? "(no route)";
}
