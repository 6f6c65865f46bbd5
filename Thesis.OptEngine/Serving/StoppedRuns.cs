using Npgsql;
using Thesis.ServiceDefaults;

namespace Thesis.OptEngine.Serving;

/// <summary>The runs that nobody waits for any more, shared by the workers through their database.</summary>
public sealed class StoppedRuns([FromKeyedServices(DatabasePools.Background)] NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>How soon a worker notices.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Notes a run, and forgets those of days ago: their jobs have ended long since.</summary>
    public static async Task AddAsync(CommandContext context, long runId, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            with old as (delete from optengine.stopped_runs where at < @now - interval '2 days')
            insert into optengine.stopped_runs (run_id, at) values (@run, @now) on conflict do nothing
            """);
        command.Parameters.Add(new("run", runId));
        command.Parameters.Add(new("now", context.Now));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<bool> ContainsAsync(long runId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select exists (select from optengine.stopped_runs where run_id = @run)");
        command.Parameters.Add(new("run", runId));
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Returns when the run is stopped; ends with <paramref name="cancellationToken"/> otherwise.</summary>
    public async Task UntilStoppedAsync(long runId, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookInterval, time);
        while (!await ContainsAsync(runId, cancellationToken))
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
