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
            values (@run, @region, @day, 'requested', @cause, @requestedBy, @requestedAt, @strategyVersion, @strategy::jsonb)
            on conflict (region) where status = 'requested' do nothing
            """);
        command.Set("run", run.Id).Set("region", run.Region).Set("day", run.Day).Set("cause", run.Cause.Name())
            .Set("requestedBy", run.RequestedBy).Set("requestedAt", run.RequestedAt).Set("strategyVersion", run.StrategyVersion).Set("strategy", strategy);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Takes the changes that the run answers; those that other transactions are about to commit stay for the next.</summary>
    /// <returns>The days of delivery that they are about; null among them means all.</returns>
    public async Task<IReadOnlyCollection<DateOnly?>> TakeChangesAsync(CommandContext context, string region, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            with taken as (delete from allocation.changes where region = @region and at <= @now returning day)
            select distinct day from taken
            """);
        command.Set("region", region).Set("now", context.Now);
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
        await using var command = context.Command("insert into allocation.changes (region, at, day) values (@region, @now, @day)");
        await command.Set("region", region).Set("now", context.Now).Set("day", day).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The id of the last run of each of these days that had one.</summary>
    public async Task<Dictionary<DateOnly, long>> LastRunsAsync(CommandContext context, string region, DateOnly[] days, CancellationToken cancellationToken)
    {
        await using var command = context.Command("select day, max(id) from allocation.runs where region = @region and day = any(@days) group by day");
        command.Set("region", region).Set("days", days);
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
            select @region, @now where exists (select from allocation.runs where region = @region and id > @runId)
            """);
        return await command.Set("region", region).Set("runId", runId).Set("now", context.Now).ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>When the region is tried again without a change.</summary>
    public async Task SetRetryAsync(CommandContext context, string region, DateTimeOffset retryAt, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            insert into allocation.regions (region, retry_at) values (@region, @retryAt)
            on conflict (region) do update set retry_at = excluded.retry_at
            """);
        await command.Set("region", region).Set("retryAt", retryAt).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What the engine was asked.</summary>
    public async Task DescribeAsync(
        CommandContext context, AllocationRun run, int donations, int ngos, long offeredGrams, CancellationToken cancellationToken)
    {
        await using var command = context.Command(
            "update allocation.runs set donations = @donations, ngos = @ngos, offered_grams = @offeredGrams, day = @day where id = @run");
        await command.Set("run", run.Id).Set("donations", donations).Set("ngos", ngos).Set("offeredGrams", offeredGrams).Set("day", run.Day).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Forgets a run that had nothing to ask.</summary>
    public async Task DropAsync(CommandContext context, long runId, CancellationToken cancellationToken)
    {
        await using var command = context.Command("delete from allocation.runs where id = @runId and status = 'requested'");
        await command.Set("runId", runId).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The run as the transaction sees it.</summary>
    public async Task<AllocationRun?> FindAsync(CommandContext context, long runId, CancellationToken cancellationToken)
    {
        await using var command = context.Command($"select {RunRow.Columns} from allocation.runs r where r.id = @runId");
        return await ReadAsync(command.Set("runId", runId), cancellationToken);
    }

    /// <summary>Locks the run if it still waits for its answer; null otherwise.</summary>
    public async Task<AllocationRun?> LockRequestedAsync(CommandContext context, long runId, CancellationToken cancellationToken)
    {
        await using var command = context.Command(
            $"select {RunRow.Columns} from allocation.runs r where r.id = @runId and r.status = 'requested' for update");
        return await ReadAsync(command.Set("runId", runId), cancellationToken);
    }

    /// <summary>Ends the run with the engine's figures and what was made of its answer.</summary>
    public async Task EndAsync(
        CommandContext context, AllocationRun run, AllocationResponse answer, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            update allocation.runs
            set status = @status, completed_at = @now, solver_status = @solverStatus, solver_version = @solverVersion, objective = @objectiveValue, bound = @bound, gap = @gap,
                solve_ms = @solveMs, allocated_grams = @allocatedGrams, lots = @lots, dropped = @dropped, reason = @reason, stopped_by = @stoppedBy
            where id = @run
            """);
        command.Set("run", run.Id).Set("status", run.Status.Name()).Set("now", context.Now).Set("solverStatus", answer.Status).Set("solverVersion", answer.SolverVersion)
            .Set("objectiveValue", answer.ObjectiveValue).Set("bound", answer.Bound).Set("gap", answer.Gap).Set("solveMs", answer.SolveMs)
            .Set("allocatedGrams", run.AllocatedGrams).Set("lots", run.Lots).Set("dropped", run.Dropped).Set("reason", run.Reason).Set("stoppedBy", answer.StoppedBy);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Fails a run that waits for its answer and marks its region; false when it does not wait any more.</summary>
    public async Task<bool> CancelAsync(CommandContext context, long runId, string reason, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            with cancelled as (
                update allocation.runs set status = 'failed', completed_at = @now, reason = @reason, stopped_by = 'cancelled'
                where id = @runId and status = 'requested'
                returning region
            )
            insert into allocation.changes (region, at) select region, @now from cancelled
            """);
        return await command.Set("runId", runId).Set("now", context.Now).Set("reason", reason).ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Ends a run that the engine was never asked about, because there was nothing to place or nobody to take it.</summary>
    public async Task EndEmptyAsync(CommandContext context, long runId, string reason, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            update allocation.runs set status = 'completed', completed_at = @now, solver_status = 'empty', reason = @reason where id = @runId
            """);
        await command.Set("runId", runId).Set("now", context.Now).Set("reason", reason).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Fails the runs that were not answered in time and marks their regions.</summary>
    public async Task<List<(long RunId, string Region)>> FailOverdueAsync(
        CommandContext context, DateTimeOffset requestedBefore, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            with failed as (
                update allocation.runs set status = 'failed', completed_at = @now, reason = 'The engine did not answer in time.'
                where status = 'requested' and requested_at <= @requestedBefore
                returning id, region
            ), marked as (
                insert into allocation.changes (region, at) select distinct region, @now::timestamptz from failed
            )
            select id, region from failed
            """);
        command.Set("now", context.Now).Set("requestedBefore", requestedBefore);
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
