using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>Registers the process's PostgreSQL database.</summary>
public static class DatabaseExtensions
{
    /// <summary>Connections of a process at most, unless its connection string says otherwise; more requests wait for one.</summary>
    private const int MaxPoolSize = 20;

    private const int MaxAutoPrepare = 64;

    /// <summary>
    /// Adds the singleton <see cref="NpgsqlDataSource"/> of the connection string by Aspire, with its readiness check and
    /// telemetry, the scoped <see cref="CommandContext"/>, and ids whose node number the process leases from the database
    /// before it starts. Calling it twice changes nothing.
    /// </summary>
    /// <param name="connectionName">Name under <c>ConnectionStrings</c>, e.g. <c>thesisdb</c>.</param>
    /// <exception cref="InvalidOperationException">The connection string is missing or not one of PostgreSQL.</exception>
    public static IHostApplicationBuilder AddThesisDatabase(this IHostApplicationBuilder builder, string connectionName)
    {
        if (builder.Services.Any(s => s.ServiceType == typeof(NpgsqlDataSource)))
        {
            return builder;
        }

        var connectionString = Bounded(builder, connectionName);
        builder.AddNpgsqlDataSource(connectionName, settings =>
        {
            settings.ConnectionString = connectionString;
            settings.DisableTracing = settings.DisableMetrics = !TelemetryExtensions.HasCollector(builder.Configuration);
        });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new DatabaseConnection(connectionString));
        builder.Services.AddScoped<CommandContext>();
        builder.Services.AddLeasedIds();
        builder.Services.AddSingleton<DeadLetters>();
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

    private static string Bounded(IHostApplicationBuilder builder, string connectionName)
    {
        var text = builder.Configuration.GetConnectionString(connectionName) is { Length: > 0 } given
            ? given
            : throw new InvalidOperationException($"No connection string: set ConnectionStrings__{connectionName} to a PostgreSQL connection string.");
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(text);
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException($"ConnectionStrings__{connectionName} is no PostgreSQL connection string: {e.Message}", e);
        }

        settings.ApplicationName ??= builder.Environment.ApplicationName;
        settings.MaxAutoPrepare = Math.Max(settings.MaxAutoPrepare, MaxAutoPrepare);
        if (!settings.ContainsKey("Maximum Pool Size"))
        {
            settings.MaxPoolSize = MaxPoolSize;
        }

        return settings.ConnectionString;
    }
}
