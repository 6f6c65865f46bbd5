using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Thesis.Redis;

namespace Thesis.ServiceDefaults;

/// <summary>Registers the process's Redis.</summary>
public static class RedisExtensions
{
    /// <summary>
    /// Adds the singleton <see cref="RedisConnection"/> of the connection string and a readiness check. Calling it twice changes
    /// nothing.
    /// </summary>
    /// <param name="builder">The process's builder.</param>
    /// <param name="connectionName">Name under <c>ConnectionStrings</c>, e.g. <c>redis</c>.</param>
    public static IHostApplicationBuilder AddThesisRedis(this IHostApplicationBuilder builder, string connectionName)
    {
        if (builder.Services.Any(s => s.ServiceType == typeof(RedisConnection)))
        {
            return builder;
        }

        builder.Services.AddSingleton(services => Create(services, connectionName));
        builder.Services.AddHealthChecks().AddCheck<RedisHealthCheck>("redis", tags: ["ready"]);
        return builder;
    }

    private static RedisConnection Create(IServiceProvider services, string connectionName)
    {
        var connectionString = services.GetRequiredService<IConfiguration>().GetConnectionString(connectionName)
            ?? throw new InvalidOperationException(
                $"No connection string: set ConnectionStrings__{connectionName} to host:port[,password=…][,user=…][,ssl=true].");
        var options = RedisOptions.Parse(connectionString);
        return RedisConnection.Create(
            options with { ClientName = options.ClientName ?? services.GetRequiredService<IHostEnvironment>().ApplicationName.Replace(' ', '-') },
            services.GetService<TimeProvider>(),
            services.GetRequiredService<ILogger<RedisConnection>>());
    }
}
