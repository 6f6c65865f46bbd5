using Grpc.Core;
using Grpc.Net.ClientFactory;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;
using Contract = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Thesis.ServiceDefaults;

/// <summary>Registers clients of other services, and forwards callers' tokens to them.</summary>
public static class GrpcClientExtensions
{
    /// <summary>How long a call may take unless it sets a deadline itself.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(5);

    private const string Authorization = "authorization";

    /// <summary>
    /// Registers <typeparamref name="TClient"/>: found by discovery (<c>services:&lt;name&gt;:grpc:0</c>), called with this
    /// process's own token unless <see cref="AsUser"/> forwards a caller's, and with a deadline of 5 s unless the call sets
    /// one, streams too. Methods that the contract marks as NO_SIDE_EFFECTS are tried again when the service is unavailable.
    /// An address that keeps failing is left alone for a while.
    /// </summary>
    /// <param name="builder">The process's builder.</param>
    /// <param name="service">The service's name in discovery, such as <c>orders</c>.</param>
    /// <param name="contract">The contract, such as <c>OrdersService.Descriptor</c>.</param>
    public static IHostApplicationBuilder AddGrpcClient<TClient>(this IHostApplicationBuilder builder, string service, Contract contract)
        where TClient : ClientBase<TClient>
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<IServiceTokens, ClientCredentialsTokens>();
        builder.Services.AddRemoteCallGuard();
        var client = builder.Services.AddGrpcClient<TClient>(options =>
        {
            options.Address = new Uri($"http://_grpc.{service}");
            // Here an exception reaches the caller as it is, before anything is sent.
            options.CallOptionsActions.Add(context => context.ServiceProvider.GetRequiredService<RemoteCallGuard>().Check($"The service '{service}'"));
            options.CallOptionsActions.Add(Complete);
            options.ChannelOptionsActions.Add(channel =>
            {
                channel.ServiceConfig = GrpcResilience.RetriesOf(contract);
                // Inside the deployment, services speak HTTP/2 without TLS.
                channel.UnsafeUseInsecureChannelCallCredentials = true;
            });
        });
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(2),
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // So that changes of DNS are seen.
            AllowAutoRedirect = false,
            UseProxy = false,
        });
        // What HTTP clients get would time out long calls, and does not see a status in the answer.
        client.RemoveAllResilienceHandlers();
        client.AddResilienceHandler("grpc", GrpcResilience.AddBreaker).SelectPipelineByAuthority();
        return builder;
    }

    /// <summary>The call on behalf of the request's caller: with the caller's token, and over when the caller hangs up.</summary>
    public static CallOptions AsUser(this CallOptions options, HttpContext context)
    {
        var headers = options.Headers ?? [];
        if (context.Request.Headers.Authorization.ToString() is { Length: > 0 } token)
        {
            headers.Add(Authorization, token);
        }

        var call = options.WithHeaders(headers);
        return call.CancellationToken.CanBeCanceled ? call : call.WithCancellationToken(context.RequestAborted);
    }

    private static void Complete(CallOptionsContext context)
    {
        var call = context.CallOptions;
        if (call.Deadline is null)
        {
            // The library measures deadlines by the system's clock.
            call = call.WithDeadline((TimeProvider.System.GetUtcNow() + DefaultDeadline).UtcDateTime);
        }

        if (call.Headers?.Get(Authorization) is null)
        {
            var tokens = context.ServiceProvider.GetRequiredService<IServiceTokens>();
            call = call.WithCredentials(CallCredentials.FromInterceptor((auth, headers) => AuthorizeAsync(tokens, auth, headers)));
        }

        context.CallOptions = call;
    }

    private static async Task AuthorizeAsync(IServiceTokens tokens, AuthInterceptorContext context, Metadata headers)
    {
        try
        {
            headers.Add(Authorization, $"Bearer {await tokens.GetAsync(context.CancellationToken)}");
        }
        catch (HttpRequestException exception)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The identity provider gives no token.", exception));
        }
    }
}
