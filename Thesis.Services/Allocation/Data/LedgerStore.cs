using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Common.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Domain;

namespace Thesis.Services.Allocation.Data;

/// <summary>An NGO with what it can still take, its day's row locked.</summary>
public sealed record OpenDay(long NgoId, string Name, Place Place, IReadOnlyList<string> Managers, FreeCapacity Free);

/// <summary>A lot about to be written.</summary>
public sealed record NewAllocation(long Id, FittedLot Lot);

/// <summary>The ledger of NGO capacity and the lots that use it. What is reserved and given back is always both at once.</summary>
public sealed class LedgerStore
{
    /// <summary>Makes the day's rows of these NGOs, as large as their daily capacity, where they are missing.</summary>
    public async Task OpenDaysAsync(CommandContext context, long[] ngoIds, DateOnly day, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            insert into allocation.ngo_days (ngo_id, day, capacity_grams, slots)
            select id, @day, allocation.capacity_on(id, @day, daily_capacity_grams), allocation.slots_on(id, @day, daily_slots)
            from allocation.ngos where id = any(@ngoIds) order by id
            on conflict do nothing
            """);
        await command.Set("ngoIds", ngoIds).Set("day", day).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Locks the day's rows of those NGOs that take food, in the order of their ids so that no two runs deadlock.</summary>
    public async Task<List<OpenDay>> LockDaysAsync(CommandContext context, long[] ngoIds, DateOnly day, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            select n.id, n.name, n.latitude, n.longitude, n.address, n.region, n.managers,
                   least(d.capacity_grams, allocation.capacity_on(n.id, @day, n.daily_capacity_grams)) - d.reserved_grams,
                   least(d.slots, allocation.slots_on(n.id, @day, n.daily_slots)) - d.slots_used
            from allocation.ngo_days d join allocation.ngos n on n.id = d.ngo_id
            where d.ngo_id = any(@ngoIds) and d.day = @day and n.accepting and n.verified and (n.resumes_on is null or n.resumes_on <= @day)
            order by d.ngo_id for update of d
            """);
        command.Set("ngoIds", ngoIds).Set("day", day);
        var days = new List<OpenDay>(ngoIds.Length);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var place = new Place
            {
                Latitude = reader.GetDouble(2),
                Longitude = reader.GetDouble(3),
                Address = reader.GetString(4),
                Region = reader.GetString(5),
            };
            days.Add(new OpenDay(
                reader.GetInt64(0), reader.GetString(1), place, reader.GetFieldValue<string[]>(6),
                new FreeCapacity(reader.GetInt64(7), reader.GetInt32(8))));
        }

        return days;
    }

    /// <summary>What these NGOs can still take on the day of the storage classes that they limit. To be asked once their days
    /// are locked: then no other run can use any of it.</summary>
    public async Task<Dictionary<long, Dictionary<string, long>>> StorageRoomAsync(
        CommandContext context, long[] ngoIds, DateOnly day, CancellationToken cancellationToken)
    {
        await using var command = context.Command($"""
            select n.id, n.limited_classes, {StorageRoom.Sql("@day")} from allocation.ngos n
            where n.id = any(@ngoIds) and cardinality(n.limited_classes) > 0
            """);
        command.Set("ngoIds", ngoIds).Set("day", day);
        var room = new Dictionary<long, Dictionary<string, long>>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            room[reader.GetInt64(0)] = reader.GetFieldValue<string[]>(1).Zip(reader.GetFieldValue<long[]>(2))
                .ToDictionary(limit => limit.First, limit => limit.Second, StringComparer.Ordinal);
        }

        return room;
    }

    /// <summary>What these donations have to give now, less the lots they have not answered yet.</summary>
    public async Task<Dictionary<long, FreeFood>> FoodAsync(
        CommandContext context, long[] donationIds, long minimumGrams, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            select d.id, d.open_grams - coalesce(sum(a.grams), 0)::bigint, greatest(d.smallest_lot_grams, @minimumGrams), d.storage_class
            from allocation.donations d
            left join allocation.allocations a on a.donation_id = d.id and a.region = d.region and a.status = 'decided'
            where d.id = any(@donationIds) and d.status = 'open' and d.expires_at > @now
            group by d.id
            """);
        command.Set("donationIds", donationIds).Set("minimumGrams", minimumGrams).Set("now", context.Now);
        var food = new Dictionary<long, FreeFood>(donationIds.Length);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            food[reader.GetInt64(0)] = new FreeFood(reader.GetInt64(1), reader.GetInt64(2), reader.GetString(3));
        }

        return food;
    }

    /// <summary>Writes the lots and reserves their capacity and slots in the ledger, in one statement.</summary>
    /// <exception cref="Npgsql.PostgresException">A check of the ledger fails: an NGO would get more than it can take.</exception>
    public async Task ReserveAsync(
        CommandContext context, AllocationRun run, IReadOnlyCollection<NewAllocation> lots, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            with lots as (
                insert into allocation.allocations
                    (id, run_id, region, day, donation_id, ngo_id, grams, status, km, value_per_kg, priority_factor,
                     preference_factor, urgency_factor, fairness_factor, trip_cost, travel_minutes, limited_by, price_paid, decided_at)
                select id, @run, @region, @day, donation_id, ngo_id, grams, 'decided', km, value_per_kg, priority_factor,
                       preference_factor, urgency_factor, fairness_factor, trip_cost, travel_minutes, limited_by, price_paid, @now
                from unnest(@id, @donationId, @ngoId, @grams, @km, @valuePerKg, @priorityFactor, @preferenceFactor,
                        @urgencyFactor, @fairnessFactor, @tripCost, @travelMinutes, @limitedBy, @pricePaid)
                    as lot (id, donation_id, ngo_id, grams, km, value_per_kg, priority_factor, preference_factor,
                            urgency_factor, fairness_factor, trip_cost, travel_minutes, limited_by, price_paid)
                returning ngo_id, grams
            )
            update allocation.ngo_days d
            set reserved_grams = d.reserved_grams + used.grams, slots_used = d.slots_used + used.slots
            from (select ngo_id, sum(grams)::bigint as grams, count(*)::int as slots from lots group by ngo_id) used
            where d.ngo_id = used.ngo_id and d.day = @day
            """);
        command.Set("run", run.Id).Set("region", run.Region).Set("day", run.Day).Set("now", context.Now);
        Column("id", a => a.Id);
        Column("donationId", a => a.Lot.DonationId);
        Column("ngoId", a => a.Lot.NgoId);
        Column("grams", a => a.Lot.Grams);
        Column("km", a => a.Lot.Km);
        Term("valuePerKg", e => e.ValuePerKg);
        Term("priorityFactor", e => e.PriorityFactor);
        Term("preferenceFactor", e => e.PreferenceFactor);
        Term("urgencyFactor", e => e.UrgencyFactor);
        Term("fairnessFactor", e => e.FairnessFactor);
        Term("tripCost", e => e.TripCost);
        Term("travelMinutes", e => e.TravelMinutes);
        Column("limitedBy", a => a.Lot.LimitedBy);
        Term("pricePaid", e => e.PricePaid);
        await command.ExecuteNonQueryAsync(cancellationToken);

        void Column<T>(string name, Func<NewAllocation, T> column) => command.Set(name, lots.Select(column).ToArray());
        void Term(string name, Func<Explanation, double> term) => Column(name, a => term(a.Lot.Explanation));
    }

    /// <summary>The donations keep these lots.</summary>
    public async Task ConfirmAsync(CommandContext context, long[] allocationIds, CancellationToken cancellationToken)
    {
        await using var command = context.Command(
            "update allocation.allocations set status = 'confirmed' where id = any(@allocationIds) and status = 'decided'");
        await command.Set("allocationIds", allocationIds).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The donations could not honour these lots: capacity and slots go back to the NGOs.</summary>
    /// <returns>Lots that were still waiting for the answer.</returns>
    public async Task<int> RefuseAsync(
        CommandContext context, long runId, long[] allocationIds, string[] reasons, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            with refused as (
                update allocation.allocations a set status = 'refused', released_grams = a.grams, reason = r.reason
                from unnest(@allocationIds, @reasons) as r (id, reason)
                where a.id = r.id and a.status = 'decided'
                returning a.ngo_id, a.day, a.grams
            ), used as (
                select ngo_id, day, sum(grams)::bigint as grams, count(*)::int as slots from refused group by ngo_id, day
            ), days as (
                update allocation.ngo_days d
                set reserved_grams = d.reserved_grams - used.grams, slots_used = d.slots_used - used.slots
                from used where d.ngo_id = used.ngo_id and d.day = used.day
            )
            update allocation.runs set refused = runs.refused + n.lots
            from (select count(*)::int as lots from refused) n
            where id = @runId and n.lots > 0
            returning n.lots
            """);
        command.Set("runId", runId).Set("allocationIds", allocationIds).Set("reasons", reasons);
        return await command.ExecuteScalarAsync(cancellationToken) is int refused ? refused : 0;
    }

    /// <summary>
    /// The lot's order ended without delivery: capacity and slot go back, and the region counts as changed. Does nothing the
    /// second time.
    /// </summary>
    /// <returns>True when something was given back.</returns>
    public async Task<bool> ReleaseAsync(
        CommandContext context, long allocationId, string reason, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            with released as (
                update allocation.allocations set status = 'released', released_grams = grams, reason = @reason
                where id = @allocationId and status in ('decided', 'confirmed')
                returning ngo_id, region, day, grams
            ), days as (
                update allocation.ngo_days d set reserved_grams = d.reserved_grams - r.grams, slots_used = d.slots_used - 1
                from released r where d.ngo_id = r.ngo_id and d.day = r.day
            )
            insert into allocation.changes (region, at) select region, @now from released
            """);
        command.Set("allocationId", allocationId).Set("reason", reason).Set("now", context.Now);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>
    /// The lot's pair of donation and NGO is not proposed again; until a time, when the region counts as changed, or for good.
    /// What was for good stays for good.
    /// </summary>
    public async Task ExcludeAsync(CommandContext context, long allocationId, string reason, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            with pair as (
                insert into allocation.excluded_pairs as known (donation_id, ngo_id, reason, until)
                select donation_id, ngo_id, @reason, @until::timestamptz from allocation.allocations where id = @allocationId
                on conflict (donation_id, ngo_id) do update set reason = excluded.reason, until = excluded.until
                    where known.until is not null
            )
            insert into allocation.changes (region, at)
            select region, @until::timestamptz from allocation.allocations where id = @allocationId and @until::timestamptz is not null
            """);
        await command.Set("allocationId", allocationId).Set("reason", reason).Set("until", until).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// The lot arrived: what is missing of it goes back to the NGO's capacity, the slot stays used. Told again with less, because
    /// the NGO weighed less, it gives back the difference.
    /// </summary>
    public async Task DeliverAsync(CommandContext context, long allocationId, long deliveredGrams, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            with before as (
                select id, ngo_id, day, released_grams from allocation.allocations
                where id = @allocationId and status in ('decided', 'confirmed', 'delivered') for update
            ), delivered as (
                update allocation.allocations a set status = 'delivered', released_grams = a.grams - least(a.grams, @deliveredGrams)
                from before where a.id = before.id
                returning a.ngo_id, a.day, a.released_grams - before.released_grams as grams
            )
            update allocation.ngo_days d set reserved_grams = d.reserved_grams - a.grams
            from delivered a where d.ngo_id = a.ngo_id and d.day = a.day and a.grams > 0
            """);
        await command.Set("allocationId", allocationId).Set("deliveredGrams", deliveredGrams).ExecuteNonQueryAsync(cancellationToken);
    }
}
