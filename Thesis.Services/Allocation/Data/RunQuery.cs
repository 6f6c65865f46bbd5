using Npgsql;
using Thesis.Contracts.Allocation.V1;
using Thesis.Services.Allocation.Domain;

namespace Thesis.Services.Allocation.Data;

/// <summary>A lot of a run as it stands now.</summary>
/// <param name="LotsOfDonation">Lots of the same donation in the run, this one counted.</param>
public sealed record AllocationRow(
    long Id, long DonationId, string Title, string DonorName, string FoodType, long NgoId, string NgoName,
    long Grams, long ReleasedGrams, string Status, string Reason, double Km, Explanation Explanation, string LimitedBy, int LotsOfDonation);

/// <summary>What lists and lookups read of runs, and which regions are due.</summary>
public sealed class RunQuery(NpgsqlDataSource database)
{
    public async Task<AllocationRun?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {RunRow.Columns} from allocation.runs r where r.id = @id");
        command.Set("id", id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? RunRow.Read(reader) : null;
    }

    /// <summary>Newest first, starting below <paramref name="beforeId"/>; null means any.</summary>
    public async Task<List<AllocationRun>> ListAsync(
        string? region, string? status, long beforeId, int most, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            select {RunRow.Columns} from allocation.runs r
            where r.id < @beforeId and (@region::text is null or r.region = @region) and (@status::text is null or r.status = @status)
            order by r.id desc limit @most
            """);
        command.Set("beforeId", beforeId).Set("region", region).Set("status", status).Set("most", most);
        var runs = new List<AllocationRun>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            runs.Add(RunRow.Read(reader));
        }

        return runs;
    }

    /// <summary>The run's lots in the order they were decided, after <paramref name="afterId"/>.</summary>
    public async Task<List<AllocationRow>> AllocationsAsync(long runId, long afterId, int most, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            select a.id, a.donation_id, d.title, d.donor, d.food_type, a.ngo_id, n.name, a.grams, a.released_grams, a.status, a.reason, a.km,
                   a.value_per_kg, a.priority_factor, a.preference_factor, a.urgency_factor, a.fairness_factor,
                   a.trip_cost, a.travel_minutes, a.limited_by, a.price_paid,
                   (select count(*)::int from allocation.allocations o where o.run_id = a.run_id and o.donation_id = a.donation_id)
            from allocation.allocations a
            join allocation.donations d on d.id = a.donation_id
            join allocation.ngos n on n.id = a.ngo_id
            where a.run_id = @runId and a.id > @afterId
            order by a.id limit @most
            """);
        command.Set("runId", runId).Set("afterId", afterId).Set("most", most);
        var rows = new List<AllocationRow>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(ReadAllocation(reader));
        }

        return rows;
    }

    /// <summary>
    /// Regions without a run in flight that have changes, or food left over and a time to try again. A region is due when
    /// nothing changed for <paramref name="quiet"/>, at the latest <paramref name="mostWait"/> after the first change.
    /// </summary>
    public async Task<List<DueRegion>> DueAsync(
        DateTimeOffset now, TimeSpan quiet, TimeSpan mostWait, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            with due as (
                select region, 'change' as cause, least(max(at) + @quiet, min(at) + @mostWait) as due_at
                from allocation.changes where at <= @now group by region
                union all
                select region, 'change', min(at) + @quiet from allocation.changes where at > @now group by region
                union all
                select r.region, 'timer', r.retry_at from allocation.regions r
                where r.retry_at is not null and exists (select from allocation.donations d
                              where d.region = r.region and d.status = 'open' and d.open_grams > 0 and d.expires_at > @now)
            )
            select distinct on (region) region, cause, due_at from due
            where not exists (select from allocation.runs r where r.region = due.region and r.status = 'requested')
            order by region, due_at
            """);
        command.Set("now", now).Set("quiet", quiet).Set("mostWait", mostWait);
        var due = new List<DueRegion>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add(new DueRegion(
                reader.GetString(0), RunRow.ParseCause(reader.GetString(1)), reader.GetFieldValue<DateTimeOffset>(2)));
        }

        return due;
    }

    private static AllocationRow ReadAllocation(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt64(5), row.GetString(6),
        row.GetInt64(7), row.GetInt64(8), row.GetString(9), row.GetString(10), row.GetDouble(11),
        new Explanation
        {
            ValuePerKg = row.GetDouble(12),
            PriorityFactor = row.GetDouble(13),
            PreferenceFactor = row.GetDouble(14),
            UrgencyFactor = row.GetDouble(15),
            FairnessFactor = row.GetDouble(16),
            TripCost = row.GetDouble(17),
            TravelMinutes = row.GetDouble(18),
            PricePaid = row.GetDouble(20),
        },
        row.GetString(19),
        row.GetInt32(21));
}
