using Npgsql;
using Thesis.Contracts.Allocation.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Domain;

namespace Thesis.Services.Allocation.Data;

/// <summary>Reads what a region has to place and who can take it: the engine's problem.</summary>
public sealed class ProblemStore
{
    private const double GramsPerKg = 1000;

    /// <summary>
    /// Donations to deliver on the day that are open, less the lots they have not answered yet, with at least a lot to give; soonest expiry first.
    /// </summary>
    public async Task<List<FoodDonation>> FoodsAsync(
        CommandContext context, string region, DeliveryDay day, long minimumGrams, int most, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            select d.id, d.open_grams - coalesce(f.grams, 0), d.food_type, d.latitude, d.longitude,
                   d.expires_at, d.smallest_lot_grams, d.storage_class, d.pickup_from, d.pickup_until
            from allocation.donations d
            left join (select donation_id, sum(grams)::bigint as grams from allocation.allocations
                       where region = @region and status = 'decided' group by donation_id) f on f.donation_id = d.id
            where d.region = @region and d.status = 'open' and d.open_grams > 0
              and d.expires_at > @now and d.pickup_until > @now and (d.hold_until is null or d.hold_until <= @now)
              and d.open_grams - coalesce(f.grams, 0) >= greatest(d.smallest_lot_grams, @minimumGrams)
              and greatest(d.pickup_from, @now) >= @begins and greatest(d.pickup_from, @now) < @ends
            order by d.expires_at, d.id limit @most
            """);
        command.Set("region", region).Set("now", context.Now).Set("minimumGrams", minimumGrams).Set("most", most).Set("begins", day.Begins).Set("ends", day.Ends);
        return await ReadAsync(command, ReadFood, cancellationToken);
    }

    /// <summary>The earliest pickups of donations that could be placed, one for each stretch of <paramref name="grain"/>: their days are those worth a run.</summary>
    public async Task<List<DateTimeOffset>> PickupsAsync(
        CommandContext context, string region, long minimumGrams, DateTimeOffset until, TimeSpan grain, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            select distinct date_bin(@grain, greatest(d.pickup_from, @now), @unixEpoch)
            from allocation.donations d
            where d.region = @region and d.status = 'open' and d.open_grams >= greatest(d.smallest_lot_grams, @minimumGrams)
              and d.expires_at > @now and d.pickup_until > @now and (d.hold_until is null or d.hold_until <= @now) and d.pickup_from < @until
            """);
        command.Set("region", region).Set("now", context.Now).Set("minimumGrams", minimumGrams).Set("grain", grain).Set("unixEpoch", DateTimeOffset.UnixEpoch).Set("until", until);
        return await ReadAsync(command, row => row.GetFieldValue<DateTimeOffset>(0), cancellationToken);
    }

    /// <summary>NGOs that take food, those with capacity and slots left on the day before those that are full. What they
    /// received lately counts for so many days, half as much after each half-life (0: alike).</summary>
    public async Task<List<(NGO Ngo, string OpeningHours, bool IsFull)>> NgosAsync(
        CommandContext context, string region, DateOnly day, long minimumGrams, int recentDays, double halfLifeDays, int most, CancellationToken cancellationToken)
    {
        await using var command = context.Command($"""
            with recent as (
                select ngo_id, round(sum(reserved_grams * case when @halfLifeDays > 0 then power(0.5, (@day - day) / @halfLifeDays) else 1 end))::bigint as grams
                from allocation.ngo_days where day between @day - @recentDays and @day group by ngo_id
            ), free as (
                select n.id, n.latitude, n.longitude, n.priority, n.food_preferences, n.storage_classes,
                       greatest(0, least(c.grams, coalesce(d.capacity_grams, c.grams)) - coalesce(d.reserved_grams, 0)) as grams,
                       greatest(0, least(c.slots, coalesce(d.slots, c.slots)) - coalesce(d.slots_used, 0)) as slots,
                       coalesce(r.grams, 0) as recent, coalesce(d.slots_used, 0) as used, n.opening_hours,
                       n.limited_classes, {StorageRoom.Sql("@day")} as room
                from allocation.ngos n
                cross join lateral (
                    select allocation.capacity_on(n.id, @day, n.daily_capacity_grams) as grams, allocation.slots_on(n.id, @day, n.daily_slots) as slots) c
                left join allocation.ngo_days d on d.ngo_id = n.id and d.day = @day
                left join recent r on r.ngo_id = n.id
                where n.region = @region and n.accepting and n.verified and (n.resumes_on is null or n.resumes_on <= @day)
            )
            select id, grams, latitude, longitude, priority, food_preferences, slots, storage_classes, recent, used, opening_hours,
                   limited_classes, room, grams < @minimumGrams or slots = 0 as is_full
            from free order by is_full, id limit @most
            """);
        command.Set("region", region).Set("day", day).Set("minimumGrams", minimumGrams).Set("recentDays", recentDays).Set("most", most).Set("halfLifeDays", halfLifeDays);
        return await ReadAsync(command, row => (ReadNgo(row), row.GetString(10), row.GetBoolean(13)), cancellationToken);
    }

    /// <summary>Pairs of these donations that must not be proposed again.</summary>
    public async Task<List<ExcludedPair>> ExcludedAsync(CommandContext context, long[] donationIds, CancellationToken cancellationToken)
    {
        await using var command = context.Command(
            "select ngo_id, donation_id from allocation.excluded_pairs where donation_id = any(@donationIds) and (until is null or until > @now) order by donation_id, ngo_id");
        command.Set("donationIds", donationIds).Set("now", context.Now);
        return await ReadAsync(
            command, row => new ExcludedPair { NgoId = row.GetInt64(0), FoodDonationId = row.GetInt64(1) }, cancellationToken);
    }

    /// <summary>Lots of the region's last answered run that came to nothing, of pairs that are still open: the engine
    /// starts from them. Those that stand are taken off the quantities instead.</summary>
    public async Task<List<PlannedLot>> PreviousAsync(
        CommandContext context, string region, long[] donationIds, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            select a.ngo_id, a.donation_id, a.grams from allocation.allocations a
            where a.run_id = (select max(id) from allocation.runs where region = @region and status = 'completed' and lots > 0)
              and a.status in ('refused', 'released') and a.donation_id = any(@donationIds)
              and not exists (select from allocation.excluded_pairs e where e.donation_id = a.donation_id and e.ngo_id = a.ngo_id)
            order by a.donation_id, a.ngo_id
            """);
        command.Set("region", region).Set("donationIds", donationIds);
        return await ReadAsync(
            command,
            row => new PlannedLot { NgoId = row.GetInt64(0), FoodDonationId = row.GetInt64(1), Quantity = row.GetInt64(2) / GramsPerKg },
            cancellationToken);
    }

    private static FoodDonation ReadFood(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        RemainingQuantity = row.GetInt64(1) / GramsPerKg,
        FoodType = row.GetString(2),
        Latitude = row.GetDouble(3),
        Longitude = row.GetDouble(4),
        ExpirationEpochMs = EpochMs(row, 5),
        SmallestLot = row.GetInt64(6) / GramsPerKg,
        StorageClass = row.GetString(7),
        PickupFromEpochMs = EpochMs(row, 8),
        PickupUntilEpochMs = EpochMs(row, 9),
    };

    private static NGO ReadNgo(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        StorageCapacity = row.GetInt64(1) / GramsPerKg,
        Latitude = row.GetDouble(2),
        Longitude = row.GetDouble(3),
        PriorityLevel = row.GetInt32(4),
        FoodPreferences = { row.GetFieldValue<string[]>(5) },
        Slots = row.GetInt32(6),
        StorageClasses = { row.GetFieldValue<string[]>(7) },
        RecentKg = row.GetInt64(8) / GramsPerKg,
        SourcesUsed = row.GetInt32(9),
        StorageLimits =
        {
            row.GetFieldValue<string[]>(11).Zip(
                row.GetFieldValue<long[]>(12), (storageClass, grams) => new StorageLimit { StorageClass = storageClass, Capacity = grams / GramsPerKg }),
        },
    };

    private static long EpochMs(NpgsqlDataReader row, int at) => row.GetFieldValue<DateTimeOffset>(at).ToUnixTimeMilliseconds();

    private static async Task<List<T>> ReadAsync<T>(
        NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
