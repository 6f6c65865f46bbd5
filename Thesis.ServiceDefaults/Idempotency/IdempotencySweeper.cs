using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>Deletes answers that are no longer given, hourly, of every schema that has commands here.</summary>
internal sealed class IdempotencySweeper(
    IServiceProvider services, EndpointDataSource endpoints, TimeProvider time, ILogger<IdempotencySweeper> logger) : PeriodicService(time, logger)
{
    /// <summary>Rows a statement deletes, so that none holds its locks for long.</summary>
    public const int BatchSize = 5_000;

    protected override TimeSpan Interval => TimeSpan.FromHours(1);

    /// <summary>Deletes a schema's expired answers, a bounded number of batches.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> SweepAsync(NpgsqlDataSource database, string schema, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var total = 0;
        for (var batch = 0; batch < MostBatches; batch++)
        {
            await using var command = database.CreateCommand(
                $"""
                DELETE FROM {schema}.idempotency WHERE (actor, key) IN (
                    SELECT actor, key FROM {schema}.idempotency WHERE created_at <= $1 LIMIT {BatchSize} FOR UPDATE SKIP LOCKED)
                """);
            command.Parameters.Add(new NpgsqlParameter { Value = now - IdempotencyStore.Lifetime });
            var deleted = await command.ExecuteNonQueryAsync(cancellationToken);
            total += deleted;
            if (deleted < BatchSize)
            {
                break;
            }
        }
        return total;
    }

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var schemas = endpoints.Endpoints.Select(e => e.Metadata.GetMetadata<CommandMetadata>()?.Schema).OfType<string>().Distinct();
        foreach (var schema in schemas)
        {
            await SweepAsync(services.GetRequiredKeyedService<NpgsqlDataSource>(DatabasePools.Background), schema, Time.GetUtcNow(), cancellationToken);
        }
    }
}
