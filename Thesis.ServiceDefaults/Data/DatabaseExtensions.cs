using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>Registers the process's PostgreSQL database.</summary>
public static class DatabaseExtensions
{
    /// <summary>
    /// Adds the singleton <see cref="NpgsqlDataSource"/> of the connection string, a readiness check, the scoped
    /// <see cref="CommandContext"/>, and ids whose node number the process leases from the database before it starts. Calling it twice changes nothing.
    /// </summary>
    /// <param name="connectionName">Name under <c>ConnectionStrings</c>, e.g. <c>thesisdb</c>.</param>
    public static IHostApplicationBuilder AddThesisDatabase(this IHostApplicationBuilder builder, string connectionName)
    {
        if (builder.Services.Any(s => s.ServiceType == typeof(NpgsqlDataSource)))
        {
            return builder;
        }
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning); // Npgsql tells of every command at Information.
        builder.Services.AddSingleton(services => new DatabaseConnection(
            services.GetRequiredService<IConfiguration>().GetConnectionString(connectionName)
            ?? throw new InvalidOperationException(
                $"No connection string: set ConnectionStrings__{connectionName} to a PostgreSQL connection string.")));
        builder.Services.AddSingleton(Create);
        builder.Services.AddScoped<CommandContext>();
        builder.Services.AddLeasedIds();
        builder.Services.AddSingleton<DeadLetters>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("postgres", tags: ["ready"]);
        return builder;
    }

    /// <summary>Ids of a node number that the database leases to the process, unless another generator was added before.</summary>
    private static void AddLeasedIds(this IServiceCollection services)
    {
        if (services.Any(s => s.ServiceType == typeof(IIdGenerator)))
        {
            return;
        }
        services.AddIdMigrations();
        services.AddSingleton<NodeLease>();
        services.AddSingleton<IIdGenerator>(s => s.GetRequiredService<NodeLease>());
        services.AddHostedService(s => s.GetRequiredService<NodeLease>());
    }

    private static NpgsqlDataSource Create(IServiceProvider services)
    {
        var source = new NpgsqlDataSourceBuilder(services.GetRequiredService<DatabaseConnection>().ConnectionString);
        source.ConnectionStringBuilder.ApplicationName ??= services.GetRequiredService<IHostEnvironment>().ApplicationName;
        source.ConnectionStringBuilder.MaxAutoPrepare = Math.Max(source.ConnectionStringBuilder.MaxAutoPrepare, 64);
        source.UseLoggerFactory(services.GetService<ILoggerFactory>());
        return source.Build();
    }
}
