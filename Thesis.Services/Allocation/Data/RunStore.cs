using Npgsql;
using Thesis.Contracts.Allocation.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Domain;

namespace Thesis.Services.Allocation.Data;

/// <summary>A region with changes or with food left over, and from when it is due.</summary>
public sealed record DueRegion(string Region, RunCause Cause, DateTimeOffset DueAt);

/// <summary>The runs, and what decides when the next one starts.</summary>
public sealed class RunStore
{
    /// <summary>Begins a run unless one of the region is in flight; then false.</summary>
    /// <param name="strategy">The strategy's document, kept as it is now.</param>
    public async Task<bool> TryBeginAsync(CommandContext context, AllocationRun run, string strategy, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            insert into allocation.runs (id, region, day, status, cause, requested_by, requested_at, strategy_version, strategy)
            values ($1, $2, $3, 'requested', $4, $5, $6, $7, $8::jsonb)
            on conflict (region) where status = 'requested' do nothing
            """);
        command.With(run.Id).With(run.Region).With(run.Day).With(run.Cause.Name())
            .With(run.RequestedBy).With(run.RequestedAt).With(run.StrategyVersion).With(strategy);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Takes the changes that the run answers; those that other transactions are about to commit stay for the next.</summary>
    /// <returns>The days of delivery that they are about; null among them means all.</returns>
    public async Task<IReadOnlyCollection<DateOnly?>> TakeChangesAsync(CommandContext context, string region, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            with taken as (delete from allocation.changes where region = $1 and at <= $2 returning day)
            select distinct day from taken
            """);
        command.With(region).With(context.Now);
        var days = new List<DateOnly?>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            days.Add(reader.IsDBNull(0) ? null : reader.GetFieldValue<DateOnly>(0));
        }

        return days;
    }

    /// <summary>Counts the region as changed.</summary>
    /// <param name="day">The day of delivery that it is about; null for all.</param>
    public async Task MarkChangedAsync(CommandContext context, string region, DateOnly? day, CancellationToken cancellationToken)
    {
        await using var command = context.Command("insert into allocation.changes (region, at, day) values ($1, $2, $3)");
        await command.With(region).With(context.Now).With(day).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The id of the last run of each of these days that had one.</summary>
    public async Task<Dictionary<DateOnly, long>> LastRunsAsync(CommandContext context, string region, DateOnly[] days, CancellationToken cancellationToken)
    {
        await using var command = context.Command("select day, max(id) from allocation.runs where region = $1 and day = any($2) group by day");
        command.With(region).With(days);
        var last = new Dictionary<DateOnly, long>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            last[reader.GetFieldValue<DateOnly>(0)] = reader.GetInt64(1);
        }

        return last;
    }

    /// <summary>
    /// Marks the region when a run later than this one read its problem while this one's lots were unanswered: it may
    /// have counted them twice, as taken from the donation and as in flight.
    /// </summary>
    public async Task<bool> MarkIfOvertakenAsync(CommandContext context, string region, long runId, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            insert into allocation.changes (region, at)
            select $1, $3 where exists (select from allocation.runs where region = $1 and id > $2)
            """);
        return await command.With(region).With(runId).With(context.Now).ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>When the region is tried again without a change.</summary>
    public async Task SetRetryAsync(CommandContext context, string region, DateTimeOffset retryAt, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            insert into allocation.regions (region, retry_at) values ($1, $2)
            on conflict (region) do update set retry_at = excluded.retry_at
            """);
        await command.With(region).With(retryAt).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What the engine was asked.</summary>
    public async Task DescribeAsync(
        CommandContext context, AllocationRun run, int donations, int ngos, long offeredGrams, CancellationToken cancellationToken)
    {
        await using var command = context.Command(
            "update allocation.runs set donations = $2, ngos = $3, offered_grams = $4, day = $5 where id = $1");
        await command.With(run.Id).With(donations).With(ngos).With(offeredGrams).With(run.Day).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Forgets a run that had nothing to ask.</summary>
    public async Task DropAsync(CommandContext context, long runId, CancellationToken cancellationToken)
    {
        await using var command = context.Command("delete from allocation.runs where id = $1 and status = 'requested'");
        await command.With(runId).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The run as the transaction sees it.</summary>
    public async Task<AllocationRun?> FindAsync(CommandContext context, long runId, CancellationToken cancellationToken)
    {
        await using var command = context.Command($"select {RunRow.Columns} from allocation.runs r where r.id = $1");
        return await ReadAsync(command.With(runId), cancellationToken);
    }

    /// <summary>Locks the run if it still waits for its answer; null otherwise.</summary>
    public async Task<AllocationRun?> LockRequestedAsync(CommandContext context, long runId, CancellationToken cancellationToken)
    {
        await using var command = context.Command(
            $"select {RunRow.Columns} from allocation.runs r where r.id = $1 and r.status = 'requested' for update");
        return await ReadAsync(command.With(runId), cancellationToken);
    }

    /// <summary>Ends the run with the engine's figures and what was made of its answer.</summary>
    public async Task EndAsync(
        CommandContext context, AllocationRun run, AllocationResponse answer, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            update allocation.runs
            set status = $2, completed_at = $3, solver_status = $4, solver_version = $5, objective = $6, bound = $7, gap = $8,
                solve_ms = $9, allocated_grams = $10, lots = $11, dropped = $12, reason = $13, stopped_by = $14
            where id = $1
            """);
        command.With(run.Id).With(run.Status.Name()).With(context.Now).With(answer.Status).With(answer.SolverVersion)
            .With(answer.ObjectiveValue).With(answer.Bound).With(answer.Gap).With(answer.SolveMs)
            .With(run.AllocatedGrams).With(run.Lots).With(run.Dropped).With(run.Reason).With(answer.StoppedBy);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Fails a run that waits for its answer and marks its region; false when it does not wait any more.</summary>
    public async Task<bool> CancelAsync(CommandContext context, long runId, string reason, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            with cancelled as (
                update allocation.runs set status = 'failed', completed_at = $2, reason = $3, stopped_by = 'cancelled'
                where id = $1 and status = 'requested'
                returning region
            )
            insert into allocation.changes (region, at) select region, $2 from cancelled
            """);
        return await command.With(runId).With(context.Now).With(reason).ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Ends a run that the engine was never asked about, because there was nothing to place or nobody to take it.</summary>
    public async Task EndEmptyAsync(CommandContext context, long runId, string reason, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            update allocation.runs set status = 'completed', completed_at = $2, solver_status = 'empty', reason = $3 where id = $1
            """);
        await command.With(runId).With(context.Now).With(reason).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Fails the runs that were not answered in time and marks their regions.</summary>
    public async Task<List<(long RunId, string Region)>> FailOverdueAsync(
        CommandContext context, DateTimeOffset requestedBefore, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            with failed as (
                update allocation.runs set status = 'failed', completed_at = $1, reason = 'The engine did not answer in time.'
                where status = 'requested' and requested_at <= $2
                returning id, region
            ), marked as (
                insert into allocation.changes (region, at) select distinct region, $1::timestamptz from failed
            )
            select id, region from failed
            """);
        command.With(context.Now).With(requestedBefore);
        var failed = new List<(long, string)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            failed.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        return failed;
    }

    private static async Task<AllocationRun?> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? RunRow.Read(reader) : null;
    }
}
