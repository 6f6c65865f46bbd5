using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Polly;
using Polly.Timeout;
using StackExchange.Redis;

namespace Thesis.ServiceDefaults;

/// <summary>The answer to a request that ended in an exception.</summary>
internal static class ExceptionProblems
{
    /// <summary>The problem to answer with. Nothing of the exception's text is told unless it was written for callers.</summary>
    public static ProblemHttpResult For(HttpContext context, Endpoint? endpoint, Exception exception) => exception switch
    {
        ProblemException problem => problem.Problem,
        BadHttpRequestException bad => BadRequestProblems.For(context, endpoint, bad),
        RpcException rpc => RpcProblems.Of(rpc) ?? OfRpc(rpc.Status),
        NpgsqlException { IsTransient: true } or TimeoutRejectedException or ExecutionRejectedException or HttpRequestException
            or NodeLeaseLostException or RedisException or RedisTimeoutException => Unavailable(),
        _ => Internal(),
    };

    private static ProblemHttpResult OfRpc(Status status) => status.StatusCode switch
    {
        StatusCode.InvalidArgument => Problems.BadRequest("invalid-argument", status.Detail),
        StatusCode.NotFound => Problems.Of(StatusCodes.Status404NotFound, "not-found", "Not found.", status.Detail),
        StatusCode.AlreadyExists or StatusCode.FailedPrecondition or StatusCode.Aborted => Problems.Conflict("conflict", status.Detail),
        StatusCode.PermissionDenied => Problems.Forbidden(status.Detail),
        StatusCode.ResourceExhausted or StatusCode.Unavailable or StatusCode.DeadlineExceeded => Unavailable(),
        _ => Internal(),
    };

    private static ProblemHttpResult Unavailable() => Problems.Of(
        StatusCodes.Status503ServiceUnavailable,
        "unavailable",
        "A part of the system does not answer.",
        "Nothing is known to have changed; try again shortly, with the same Idempotency-Key.");

    private static ProblemHttpResult Internal() => Problems.Of(
        StatusCodes.Status500InternalServerError,
        "internal",
        "Something failed on our side.",
        null);
}
