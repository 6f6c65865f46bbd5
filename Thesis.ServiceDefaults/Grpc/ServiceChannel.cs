using Google.Protobuf;
using Polly;
using Thesis.Grpc;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Calls one service: with a deadline, a token, and, for the reads of <see cref="GrpcMethods"/>, another try when the
/// service cannot be reached.
/// </summary>
public sealed class ServiceChannel
{
    /// <summary>How long a call may take unless it sets a deadline itself.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(5);

    private readonly string _service;
    private readonly HttpClient _client;
    private readonly IServiceEndpoints _endpoints;
    private readonly IServiceTokens _tokens;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline _reads;
    private readonly ResiliencePipeline _writes;

    internal ServiceChannel(string service, HttpClient client, IServiceEndpoints endpoints, IServiceTokens tokens, TimeProvider time)
    {
        (_service, _client, _endpoints, _tokens, _time) = (service, client, endpoints, tokens, time);
        (_reads, _writes) = GrpcResilience.Create(service, time);
    }

    /// <summary>Makes a unary call and waits for its response.</summary>
    /// <param name="method">One of <see cref="GrpcMethods"/>.</param>
    /// <param name="request">The request.</param>
    /// <param name="options">Headers, deadline, cancellation; <see cref="GrpcClientExtensions.AsUser"/> forwards the caller's token.</param>
    /// <exception cref="RpcException">The call ended with another status than OK; Unavailable also when the circuit is open.</exception>
    public async Task<TResponse> UnaryAsync<TRequest, TResponse>(
        Method<TRequest, TResponse> method, TRequest request, CallOptions options = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var call = await PrepareAsync(options);
        var pipeline = GrpcMethods.IsRead(method.FullName) ? _reads : _writes;
        try
        {
            return await pipeline.ExecuteAsync(
                async (channel, _) => await channel.Next().UnaryAsync(method, request, call), this, options.CancellationToken);
        }
        catch (ExecutionRejectedException exception)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"The service '{_service}' failed too often; it is left alone for a while.", exception));
        }
    }

    /// <summary>Starts a server-streaming call; with no deadline unless the call sets one. Dispose of it to give it up.</summary>
    public async Task<AsyncServerStreamingCall<TResponse>> ServerStreamAsync<TRequest, TResponse>(
        Method<TRequest, TResponse> method, TRequest request, CallOptions options = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        Next().ServerStream(method, request, await AuthorizeAsync(options));

    /// <summary>The service's next address, so that several instances share the calls.</summary>
    private GrpcChannel Next()
    {
        try
        {
            return new GrpcChannel(_client, _endpoints.Resolve(_service, "grpc"), new GrpcChannelOptions { TimeProvider = _time });
        }
        catch (ServiceNotFoundException exception)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, exception.Message, exception));
        }
    }

    private async Task<CallOptions> PrepareAsync(CallOptions options)
    {
        var call = await AuthorizeAsync(options);
        return call.Deadline is null ? call.WithDeadline((_time.GetUtcNow() + DefaultDeadline).UtcDateTime) : call;
    }

    private async Task<CallOptions> AuthorizeAsync(CallOptions options)
    {
        if (options.Headers?.Get(GrpcClientExtensions.Authorization) is not null)
        {
            return options;
        }

        var headers = new Metadata();
        foreach (var entry in options.Headers ?? new Metadata())
        {
            headers.Add(entry);
        }

        headers.Add(GrpcClientExtensions.Authorization, $"Bearer {await TokenAsync(options.CancellationToken)}");
        return options.WithHeaders(headers);
    }

    private async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _tokens.GetAsync(cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The identity provider gives no token.", exception));
        }
    }
}
