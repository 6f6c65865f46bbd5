using Google.Protobuf;
using Thesis.Grpc.Client;

namespace Thesis.Grpc;

/// <summary>Calls the methods of a server over HTTP/2; with an <c>http</c> address, cleartext by prior knowledge.</summary>
/// <param name="client">
/// Carries the calls. Its <see cref="HttpClient.Timeout"/> holds up to the response headers, so it should be infinite
/// where streams wait long for their first message; deadlines do the rest.
/// </param>
/// <param name="address">The server: scheme, host and port. A path is ignored.</param>
/// <param name="options">Limits and clock; null for the defaults.</param>
public sealed class GrpcChannel(HttpClient client, Uri address, GrpcChannelOptions? options = null)
{
    private readonly GrpcChannelOptions _options = options ?? new GrpcChannelOptions();

    /// <summary>Makes a unary call and waits for its response.</summary>
    /// <exception cref="RpcException">The call ended with another status than OK, on either side.</exception>
    public async Task<TResponse> UnaryAsync<TRequest, TResponse>(
        Method<TRequest, TResponse> method, TRequest request, CallOptions options = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        using var call = Start(method, MethodType.Unary, request, options);
        return await call.ReadSingleAsync();
    }

    /// <summary>Starts a server-streaming call. Dispose of it to give up what has not been read.</summary>
    public AsyncServerStreamingCall<TResponse> ServerStream<TRequest, TResponse>(
        Method<TRequest, TResponse> method, TRequest request, CallOptions options = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        new(Start(method, MethodType.ServerStreaming, request, options));

    private ClientCall<TResponse> Start<TRequest, TResponse>(
        Method<TRequest, TResponse> method, MethodType expected, TRequest request, CallOptions callOptions)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        if (method.Type != expected)
        {
            throw new ArgumentException($"{method.FullName} is {method.Type}, not {expected}.", nameof(method));
        }

        var call = new ClientCall<TResponse>(
            client, new Uri(address, method.FullName), method.ServiceName, method.Name, method.ResponseParser, _options, callOptions);
        call.Start(request);
        return call;
    }
}
