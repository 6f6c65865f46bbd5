using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Thesis.Grpc.Server;

namespace Thesis.Grpc;

/// <summary>Answers gRPC calls with endpoints, so that authorization, rate limits and the like apply as to any other.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>Answers a unary method.</summary>
    /// <remarks>
    /// An <see cref="RpcException"/> of the handler is the call's answer. Any other exception is logged and answered as
    /// Unknown, without saying more.
    /// </remarks>
    public static IEndpointConventionBuilder MapGrpc<TRequest, TResponse>(
        this IEndpointRouteBuilder endpoints,
        Method<TRequest, TResponse> method,
        Func<TRequest, ServerCallContext, Task<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        CheckType(method, MethodType.Unary);
        return Map(endpoints, method, async (request, writer, context) =>
        {
            var response = await handler(request, context);
            context.CancellationToken.ThrowIfCancellationRequested();
            if (context.Status.StatusCode == StatusCode.OK)
            {
                await writer.WriteUnflushedAsync(response);
            }
        });
    }

    /// <summary>Answers a server-streaming method.</summary>
    /// <remarks>Exceptions of the handler are treated as in <see cref="MapGrpc"/>; what was written before stays sent.</remarks>
    public static IEndpointConventionBuilder MapGrpcStream<TRequest, TResponse>(
        this IEndpointRouteBuilder endpoints,
        Method<TRequest, TResponse> method,
        Func<TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        CheckType(method, MethodType.ServerStreaming);
        return Map(endpoints, method, (request, writer, context) => handler(request, writer, context));
    }

    private static IEndpointConventionBuilder Map<TRequest, TResponse>(
        IEndpointRouteBuilder endpoints,
        Method<TRequest, TResponse> method,
        Func<TRequest, ServerStreamWriter<TResponse>, ServerCallContext, Task> respond)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var services = endpoints.ServiceProvider;
        var handler = new ServerCallHandler<TRequest, TResponse>(
            method,
            respond,
            services.GetRequiredService<IOptions<GrpcServiceOptions>>().Value,
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetRequiredService<ILoggerFactory>().CreateLogger($"Thesis.Grpc.Server.{method.ServiceName}"));
        return endpoints.MapPost(method.FullName, handler.HandleAsync)
            .WithDisplayName($"gRPC {method.FullName}")
            .ExcludeFromDescription();
    }

    private static void CheckType<TRequest, TResponse>(Method<TRequest, TResponse> method, MethodType expected)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        if (method.Type != expected)
        {
            throw new ArgumentException($"{method.FullName} is {method.Type}, not {expected}.", nameof(method));
        }
    }
}
