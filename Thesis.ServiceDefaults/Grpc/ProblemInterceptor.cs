using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Answers a call that fails as a REST request would be: with a problem, in the rich status. An <see cref="RpcException"/>
/// is the handler's own answer and stays as it is. Faults of ours are logged and answered without detail.
/// </summary>
internal sealed partial class ProblemInterceptor(ILogger<ProblemInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception) when (IsOurs(exception, context)) // The last place where an exception can become an answer.
        {
            throw Answer(exception, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception exception) when (IsOurs(exception, context)) // As above.
        {
            throw Answer(exception, context);
        }
    }

    private static bool IsOurs(Exception exception, ServerCallContext context) =>
        exception is not RpcException && !context.CancellationToken.IsCancellationRequested;

    private RpcException Answer(Exception exception, ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var problem = ExceptionProblems.For(http, http.GetEndpoint(), exception);
        switch (problem.StatusCode)
        {
            case StatusCodes.Status503ServiceUnavailable:
                PartUnavailable(exception, context.Method);
                break;
            case >= StatusCodes.Status500InternalServerError:
                Failed(exception, context.Method);
                break;
            default:
                break; // The caller's to mend, and told to the caller.
        }

        return RpcProblems.ToRpcException(problem.ProblemDetails);
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} failed")]
    private partial void Failed(Exception exception, string method);

    [LoggerMessage(2, LogLevel.Warning, "{Method} could not be carried out: a part of the system does not answer")]
    private partial void PartUnavailable(Exception exception, string method);
}
