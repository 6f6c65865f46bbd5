using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>Deletes answers that are no longer given, hourly, of every schema that has commands here.</summary>
internal sealed partial class IdempotencySweeper(
    IServiceProvider services, EndpointDataSource endpoints, TimeProvider time, ILogger<IdempotencySweeper> logger) : BackgroundService
{
    /// <summary>Rows a statement deletes, so that none holds its locks for long.</summary>
    public const int BatchSize = 5_000;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Deletes a schema's expired answers.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> SweepAsync(NpgsqlDataSource database, string schema, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var total = 0;
        int deleted;
        do
        {
            await using var command = database.CreateCommand(
                $"""
                DELETE FROM {schema}.idempotency WHERE (actor, key) IN (
                    SELECT actor, key FROM {schema}.idempotency WHERE created_at <= $1 LIMIT {BatchSize} FOR UPDATE SKIP LOCKED)
                """);
            command.Parameters.Add(new NpgsqlParameter { Value = now - IdempotencyStore.Lifetime });
            total += deleted = await command.ExecuteNonQueryAsync(cancellationToken);
        }
        while (deleted == BatchSize);
        return total;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var schemas = endpoints.Endpoints.Select(e => e.Metadata.GetMetadata<CommandMetadata>()?.Schema).OfType<string>().Distinct();
            foreach (var schema in schemas)
            {
                await SweepAsync(schema, stoppingToken);
            }
        }
    }

    private async Task SweepAsync(string schema, CancellationToken stoppingToken)
    {
        try
        {
            await SweepAsync(services.GetRequiredService<NpgsqlDataSource>(), schema, time.GetUtcNow(), stoppingToken);
        }
        catch (NpgsqlException exception)
        {
            SweepFailed(exception, schema); // The next hour tries again.
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Expired answers of {Schema} could not be deleted; they are next hour")]
    private partial void SweepFailed(Exception exception, string schema);
}
