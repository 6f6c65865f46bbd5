using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;

namespace Thesis.ServiceDefaults;

/// <summary>
/// What every client of the HTTP client factory gets: 30 s in all, 10 s an attempt, at most 3 more attempts of the methods
/// that are safe to repeat, a circuit breaker for each host, and within each attempt, discovery.
/// </summary>
internal static class HttpClientDefaults
{
    public static IHostApplicationBuilder AddHttpClientDefaults(this IHostApplicationBuilder builder)
    {
        builder.AddDiscovery();
        builder.Services.TryAddTransient<RejectionHandler>();
        builder.Services.AddRemoteCallGuard();
        builder.Services.ConfigureHttpClientDefaults(client =>
        {
            client.AddHttpMessageHandler<RemoteCallHandler>();
            client.AddHttpMessageHandler<RejectionHandler>();
            client.AddStandardResilienceHandler(Configure).SelectPipelineByAuthority();
            client.AddServiceDiscovery();
        });
        return builder;
    }

    /// <summary>Registers the guard against calls in a transaction; a second time changes nothing.</summary>
    public static void AddRemoteCallGuard(this IServiceCollection services)
    {
        services.AddOptions<RemoteCallOptions>().BindConfiguration("RemoteCalls");
        services.TryAddSingleton<RemoteCallGuard>();
        services.TryAddTransient<RemoteCallHandler>();
    }

    private static void Configure(HttpStandardResilienceOptions options)
    {
        options.Retry.DisableForUnsafeHttpMethods();
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(5);
        options.CircuitBreaker.FailureRatio = 0.5;
        options.CircuitBreaker.MinimumThroughput = 20;
        options.CircuitBreaker.BreakDuration = TimeSpan.FromSeconds(2);
    }
}
