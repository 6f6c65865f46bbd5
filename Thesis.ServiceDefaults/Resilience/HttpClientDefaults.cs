using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Thesis.ServiceDefaults;

/// <summary>What every client of the HTTP client factory gets: resilience, and within each attempt, discovery.</summary>
internal static class HttpClientDefaults
{
    public static IHostApplicationBuilder AddHttpClientDefaults(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<IServiceEndpoints, ConfiguredServiceEndpoints>();
        builder.Services.TryAddSingleton<HttpResilience>();
        builder.Services.TryAddTransient<ServiceDiscoveryHandler>();
        builder.Services.TryAddTransient<ResilienceHandler>();
        builder.Services.AddHttpClient();
        builder.Services.ConfigureHttpClientDefaults(client => client
            .AddHttpMessageHandler<ResilienceHandler>()
            .AddHttpMessageHandler<ServiceDiscoveryHandler>());
        return builder;
    }
}
