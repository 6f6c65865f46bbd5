using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Thesis.Grpc;

namespace Thesis.ServiceDefaults;

/// <summary>Registers clients of other services, and forwards callers' tokens to them.</summary>
public static class GrpcClientExtensions
{
    internal const string Authorization = "authorization";

    /// <summary>
    /// Makes <see cref="IGrpcChannels.For"/> know a service: found by discovery (<c>services:&lt;name&gt;:grpc:0</c>), called with
    /// this process's own token unless <see cref="AsUser"/> forwards a caller's, with a deadline of 5 s unless the call
    /// sets one, reads tried again when the service cannot be reached, and a circuit breaker.
    /// </summary>
    public static IHostApplicationBuilder AddGrpcClient(this IHostApplicationBuilder builder, string service)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<IServiceEndpoints, ConfiguredServiceEndpoints>();
        builder.Services.TryAddSingleton<IServiceTokens, ClientCredentialsTokens>();
        builder.Services.TryAddSingleton<IGrpcChannels, GrpcChannels>();
        builder.Services.Configure<GrpcClientOptions>(o => o.Services.Add(service));
        return builder;
    }

    /// <summary>The call on behalf of the request's caller: with the caller's token, and over when the caller hangs up.</summary>
    public static CallOptions AsUser(this CallOptions options, HttpContext context)
    {
        var headers = options.Headers ?? new Metadata();
        if (context.Request.Headers.Authorization.ToString() is { Length: > 0 } token)
        {
            headers.Add(Authorization, token);
        }

        var call = options.WithHeaders(headers);
        return call.CancellationToken.CanBeCanceled ? call : call.WithCancellationToken(context.RequestAborted);
    }
}

/// <summary>The services this process calls.</summary>
internal sealed class GrpcClientOptions
{
    public HashSet<string> Services { get; } = [];
}
