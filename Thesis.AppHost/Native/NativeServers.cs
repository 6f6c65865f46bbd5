using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Thesis.AppHost.Native;

/// <summary>Runs servers from the system's packages where no container engine answers. Publishing always sees containers.</summary>
internal static class NativeServers
{
    public static IResourceBuilder<PostgresServerResource> RunAsProcess(this IResourceBuilder<PostgresServerResource> postgres)
    {
        if (!IsNative(postgres.ApplicationBuilder))
        {
            return postgres;
        }

        var address = "";
        var check = $"{postgres.Resource.Name}_process";
        postgres.ApplicationBuilder.Services.AddHealthChecks().AddNpgSql(_ => address, name: check);
        postgres.RunScript("postgres.sh")
            .WithHealthCheck(check)
            .OnConnectionStringAvailable(async (_, _, stop) => address = $"{await postgres.Resource.GetConnectionStringAsync(stop)};Database=postgres")
            .OnResourceReady((_, _, stop) => CreateDatabasesAsync(address, postgres.Resource.Databases.Values, stop));
        return postgres;
    }

    public static IResourceBuilder<RedisResource> RunAsProcess(this IResourceBuilder<RedisResource> redis)
    {
        if (!IsNative(redis.ApplicationBuilder))
        {
            return redis;
        }

        var address = "";
        var check = $"{redis.Resource.Name}_process";
        redis.ApplicationBuilder.Services.AddHealthChecks().AddRedis(_ => address, name: check);
        redis.RunScript("redis.sh")
            .WithHealthCheck(check)
            .OnConnectionStringAvailable(async (_, _, stop) => address = await redis.Resource.GetConnectionStringAsync(stop) ?? "");
        return redis;
    }

    private static bool IsNative(IDistributedApplicationBuilder builder) => builder.ExecutionContext.IsRunMode && !ContainerEngine.IsUsed(builder);

    private static async Task CreateDatabasesAsync(string address, IEnumerable<string> names, CancellationToken stop)
    {
        await using var server = NpgsqlDataSource.Create(address);
        foreach (var name in names)
        {
            try
            {
                await using var create = server.CreateCommand($"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
                await create.ExecuteNonQueryAsync(stop);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateDatabase)
            {
                // It is there from an earlier run.
            }
        }
    }
}
