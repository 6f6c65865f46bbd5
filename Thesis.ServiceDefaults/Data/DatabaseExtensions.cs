using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>Registers the process's PostgreSQL database.</summary>
public static class DatabaseExtensions
{
    /// <summary>Connections of a process at most, unless its connection string says otherwise; whoever needs one more waits for it.</summary>
    private const int MaxPoolSize = 24;

    private const int MaxAutoPrepare = 64;

    /// <summary>
    /// Adds two singletons <see cref="NpgsqlDataSource"/> of the connection string by Aspire, for requests and, keyed, for
    /// <see cref="DatabasePools.Background"/> work, with a readiness check and telemetry, the scoped <see cref="CommandContext"/>, and ids whose node number the process leases from the database
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

        var settings = Settings(builder, connectionName);
        var (requests, background) = Pools(settings);
        var isUnwatched = !TelemetryExtensions.HasCollector(builder.Configuration);
        builder.AddNpgsqlDataSource(connectionName, options =>
        {
            options.ConnectionString = requests;
            options.DisableTracing = options.DisableMetrics = isUnwatched;
        });
        builder.AddKeyedNpgsqlDataSource(DatabasePools.Background, options =>
        {
            options.ConnectionString = background;
            options.DisableHealthChecks = true; // It is the same server.
            options.DisableTracing = options.DisableMetrics = isUnwatched;
        });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new DatabaseConnection(settings.ConnectionString));
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

    /// <summary>A third of the connections for background work, and names by which the server's list tells them apart.</summary>
    private static (string Requests, string Background) Pools(NpgsqlConnectionStringBuilder settings)
    {
        var background = Math.Max(1, settings.MaxPoolSize / 3);
        NpgsqlConnectionStringBuilder Pool(int connections, string name) => new(settings.ConnectionString)
        {
            MaxPoolSize = Math.Max(1, connections),
            MinPoolSize = Math.Min(settings.MinPoolSize, Math.Max(1, connections)),
            ApplicationName = name,
        };

        return (
            Pool(settings.MaxPoolSize - background, $"{settings.ApplicationName} requests").ConnectionString,
            Pool(background, $"{settings.ApplicationName}").ConnectionString);
    }

    private static NpgsqlConnectionStringBuilder Settings(IHostApplicationBuilder builder, string connectionName)
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

        return settings;
    }
}
