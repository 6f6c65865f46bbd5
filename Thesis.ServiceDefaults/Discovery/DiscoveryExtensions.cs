using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.ServiceDiscovery;

namespace Thesis.ServiceDefaults;

/// <summary>Registers service discovery.</summary>
internal static class DiscoveryExtensions
{
    /// <summary>
    /// Names are looked up in the configuration (<c>services:donations:http:0</c>, the variable <c>services__donations__http__0</c>);
    /// others are left to DNS, except endpoints by name, such as <c>http://_grpc.donations</c>, which DNS does not know.
    /// </summary>
    public static IHostApplicationBuilder AddDiscovery(this IHostApplicationBuilder builder)
    {
        builder.Services
            .AddConfigurationServiceEndpointProvider()
            .AddSingleton<IServiceEndpointProviderFactory, NamedEndpointsAreConfigured>()
            .AddPassThroughServiceEndpointProvider();
        return builder;
    }
}
