using System.Diagnostics;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Thesis.Grpc.Protocol;

namespace Thesis.Grpc.Server;

/// <summary>Runs one call: reads the request, lets the handler respond, ends with a status.</summary>
internal sealed partial class ServerCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    Func<TRequest, ServerStreamWriter<TResponse>, ServerCallContext, Task> respond,
    GrpcServiceOptions options,
    TimeProvider time,
    ILogger logger)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    public async Task HandleAsync(HttpContext http)
    {
        if (await ServerResponse.RefusedAsync(http))
        {
            return;
        }

        var started = time.GetTimestamp();
        using var context = new ServerCallContext(http, method.FullName);
        using var activity = GrpcTelemetry.StartServer(method.ServiceName, method.Name, context.RequestHeaders);
        ServerResponse.Prepare(http);
        var (status, trailers) = await RunAsync(http, context);
        ServerResponse.End(http.Response, status, trailers);
        GrpcTelemetry.EndServer(activity, method.ServiceName, method.Name, status, time.GetElapsedTime(started));
    }

    private async Task<(Status Status, IEnumerable<Metadata.Entry> Trailers)> RunAsync(HttpContext http, ServerCallContext context)
    {
        var writer = new ServerStreamWriter<TResponse>(http.Response, context, options.MaxSendMessageSize);
        try
        {
            context.StartDeadline(time);
            var request = await ReadRequestAsync(http, context.CancellationToken);
            await respond(request, writer, context);
            return (context.IsDeadlineExceeded ? DeadlineExceeded : context.Status, context.ResponseTrailers);
        }
        catch (Exception e) // Whatever a handler throws becomes a status, and none of it reaches the client unasked.
        {
            return (StatusOf(e, context), e is RpcException rpc ? context.ResponseTrailers.Concat(rpc.Trailers) : context.ResponseTrailers);
        }
        finally
        {
            writer.Complete();
        }
    }

    private static Status DeadlineExceeded => new(StatusCode.DeadlineExceeded, "The deadline passed.");

    private Status StatusOf(Exception exception, ServerCallContext context)
    {
        if (context.IsDeadlineExceeded)
        {
            return DeadlineExceeded;
        }

        if (context.IsClientGone || context.CancellationToken.IsCancellationRequested)
        {
            LogCancelled(logger, context.Method);
            return new Status(StatusCode.Cancelled, "The client cancelled the call.");
        }

        if (exception is RpcException rpc)
        {
            LogFailed(logger, context.Method, rpc.StatusCode, rpc.Status.Detail);
            return rpc.Status;
        }

        LogUnhandled(logger, exception, context.Method);
        return new Status(StatusCode.Unknown, "The handler failed.");
    }

    private async Task<TRequest> ReadRequestAsync(HttpContext http, CancellationToken cancellationToken)
    {
        // The frame's own limit bounds the request; the host's would cut a larger one off without a status.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bodySize)
        {
            bodySize.MaxRequestBodySize = null;
        }

        var input = http.Request.BodyReader;
        var encoding = http.Request.Headers[ProtocolHeaders.Encoding].ToString();
        if (!MessageCompression.IsSupported(encoding))
        {
            throw MessageCompression.Unsupported(encoding);
        }

        try
        {
            var request = await MessageFrame.ReadAsync(
                input, method.RequestParser, options.MaxReceiveMessageSize, encoding, cancellationToken);
            return request is not null && await MessageFrame.IsAtEndAsync(input, cancellationToken)
                ? request
                : throw new RpcException(new Status(StatusCode.Unimplemented, "The method takes exactly one request message."));
        }
        catch (IOException e)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The request was cut off.", e));
        }
    }
}
