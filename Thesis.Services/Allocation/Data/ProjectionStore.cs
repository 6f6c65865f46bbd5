using Npgsql;
using Thesis.Contracts.Donations.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Allocation.Data;

/// <summary>What allocation knows of donations and NGOs. The newest version wins; a change that matters marks the region.</summary>
public sealed class ProjectionStore
{
    /// <summary>
    /// Keeps the donations' newest state. The region is marked when there is more food to place than before, or when
    /// something that decides where it may go has changed; food that was merely taken or delivered marks nothing.
    /// </summary>
    /// <param name="day">The day of delivery of the donations; null when they differ.</param>
    /// <returns>True when a region was marked.</returns>
    public async Task<bool> KeepAsync(
        CommandContext context, IEnumerable<DonationSnapshot> snapshots, DateOnly? day, CancellationToken cancellationToken)
    {
        var donations = snapshots.GroupBy(d => d.Id).Select(same => same.MaxBy(d => d.Version)).OfType<DonationSnapshot>().OrderBy(d => d.Id).ToArray();
        await using var command = context.Command("""
            with news as (
                select * from unnest(@id, @version, @region, @title, @foodType, @latitude, @longitude, @storageClass,
                        @openGrams, @smallestLotGrams, @expiresAt, @pickupFrom, @pickupUntil, @status, @donorName)
                    as n (id, version, region, title, food_type, latitude, longitude, storage_class,
                          open_grams, smallest_lot_grams, expires_at, pickup_from, pickup_until, status, donor)
            ), old as (
                select d.* from allocation.donations d join news using (id)
            ), kept as (
                insert into allocation.donations as d
                    (id, version, region, title, food_type, latitude, longitude, storage_class,
                     open_grams, smallest_lot_grams, expires_at, pickup_from, pickup_until, status, donor)
                select * from news
                on conflict (id) do update set
                    version = excluded.version, region = excluded.region, title = excluded.title, food_type = excluded.food_type,
                    latitude = excluded.latitude, longitude = excluded.longitude, storage_class = excluded.storage_class,
                    open_grams = excluded.open_grams, smallest_lot_grams = excluded.smallest_lot_grams,
                    expires_at = excluded.expires_at, pickup_from = excluded.pickup_from, pickup_until = excluded.pickup_until,
                    status = excluded.status, donor = excluded.donor, hold_until = null, refusals = 0
                where d.version < excluded.version
                returning d.*
            )
            insert into allocation.changes (region, at, day)
            select distinct kept.region, @now::timestamptz, @day::date from kept left join old using (id)
            where kept.status = 'open' and kept.open_grams > 0
              and (old.id is null or kept.open_grams > old.open_grams
                   or (kept.region, kept.food_type, kept.latitude, kept.longitude, kept.storage_class, kept.smallest_lot_grams,
                       kept.expires_at, kept.pickup_from, kept.pickup_until)
                   is distinct from
                      (old.region, old.food_type, old.latitude, old.longitude, old.storage_class, old.smallest_lot_grams,
                       old.expires_at, old.pickup_from, old.pickup_until))
            """);
        Column("id", d => d.Id);
        Column("version", d => d.Version);
        Column("region", d => d.Place.Region);
        Column("title", d => d.Title);
        Column("foodType", d => d.FoodType);
        Column("latitude", d => d.Place.Latitude);
        Column("longitude", d => d.Place.Longitude);
        Column("storageClass", d => d.StorageClass);
        Column("openGrams", d => d.QuantityGrams - d.ReservedGrams - d.DeliveredGrams - d.LostGrams);
        Column("smallestLotGrams", d => d.SmallestLotGrams);
        Column("expiresAt", d => DateTimeOffset.FromUnixTimeMilliseconds(d.ExpiresEpochMs));
        Column("pickupFrom", d => DateTimeOffset.FromUnixTimeMilliseconds(d.PickupFromEpochMs));
        Column("pickupUntil", d => DateTimeOffset.FromUnixTimeMilliseconds(d.PickupUntilEpochMs));
        Column("status", d => d.Status);
        Column("donorName", d => d.DonorName);
        command.Set("now", context.Now).Set("day", day);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;

        void Column<T>(string name, Func<DonationSnapshot, T> column) => command.Set(name, Array.ConvertAll(donations, d => column(d)));
    }

    /// <summary>
    /// Keeps the NGO's newest state, with the capacity of its days from <paramref name="today"/> on: never less than what
    /// is reserved already. The region is marked when it has food to place.
    /// </summary>
    /// <returns>True when the region was marked.</returns>
    public async Task<bool> KeepAsync(CommandContext context, NgoSnapshot ngo, DateOnly today, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            with kept as (
                insert into allocation.ngos as n
                    (id, version, region, name, latitude, longitude, address, managers, daily_capacity_grams, daily_slots,
                     storage_classes, food_preferences, priority, accepting, verified, opening_hours, limited_classes, limited_grams, resumes_on)
                values (@id, @version, @region, @name, @latitude, @longitude, @address, @managers, @capacity, @slots,
                    @storageClasses, @preferences, @priority, @accepting, @verified, @openingHours, @limitedClasses, @limitedGrams, nullif(@resumesOn, '')::date)
                on conflict (id) do update set
                    version = excluded.version, region = excluded.region, name = excluded.name, latitude = excluded.latitude,
                    longitude = excluded.longitude, address = excluded.address, managers = excluded.managers,
                    daily_capacity_grams = excluded.daily_capacity_grams, daily_slots = excluded.daily_slots,
                    storage_classes = excluded.storage_classes, food_preferences = excluded.food_preferences,
                    priority = excluded.priority, accepting = excluded.accepting, verified = excluded.verified,
                    opening_hours = excluded.opening_hours,
                    limited_classes = excluded.limited_classes, limited_grams = excluded.limited_grams, resumes_on = excluded.resumes_on
                where n.version < excluded.version
                returning n.*
            ), gone as (
                delete from allocation.ngo_exceptions e using kept where e.ngo_id = kept.id
            ), exceptions as (
                insert into allocation.ngo_exceptions (ngo_id, from_day, until_day, capacity_grams, slots)
                select kept.id, e.from_day::date, e.until_day::date, e.grams, e.slots
                from kept cross join unnest(@exceptionFrom, @exceptionUntil, @exceptionGrams, @exceptionSlots) as e (from_day, until_day, grams, slots)
                returning *
            ), days as (
                update allocation.ngo_days d
                set capacity_grams = greatest(d.reserved_grams, coalesce(
                        (select min(e.capacity_grams) from exceptions e where d.day between e.from_day and e.until_day), kept.daily_capacity_grams)),
                    slots = greatest(d.slots_used, coalesce(
                        (select min(e.slots) from exceptions e where d.day between e.from_day and e.until_day), kept.daily_slots))
                from kept where d.ngo_id = kept.id and d.day >= @today
            )
            insert into allocation.changes (region, at)
            select kept.region, @now from kept
            where kept.accepting and kept.verified
              and exists (select from allocation.donations d where d.region = kept.region and d.status = 'open' and d.open_grams > 0)
            """);
        command.Set("id", ngo.Id).Set("version", ngo.Version).Set("region", ngo.Place.Region).Set("name", ngo.Name)
            .Set("latitude", ngo.Place.Latitude).Set("longitude", ngo.Place.Longitude).Set("address", ngo.Place.Address)
            .Set("managers", ngo.Managers.ToArray()).Set("capacity", ngo.DailyCapacityGrams).Set("slots", ngo.DailySlots)
            .Set("storageClasses", ngo.StorageClasses.ToArray()).Set("preferences", ngo.FoodPreferences.ToArray())
            .Set("priority", ngo.Priority).Set("accepting", ngo.Accepting).Set("verified", ngo.Verified)
            .Set("today", today).Set("now", context.Now).Set("openingHours", ngo.OpeningHours).Set("resumesOn", ngo.ResumesOn)
            .Set("limitedClasses", ngo.StorageCapacities.Select(limit => limit.StorageClass).ToArray())
            .Set("limitedGrams", ngo.StorageCapacities.Select(limit => limit.DailyGrams).ToArray())
            .Set("exceptionFrom", ngo.Exceptions.Select(exception => exception.From).ToArray())
            .Set("exceptionUntil", ngo.Exceptions.Select(exception => exception.Until).ToArray())
            .Set("exceptionGrams", ngo.Exceptions.Select(exception => exception.CapacityGrams).ToArray())
            .Set("exceptionSlots", ngo.Exceptions.Select(exception => exception.Slots).ToArray());
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>
    /// Leaves a donation that refused a lot out of the problem until something newer is known of it, or until a pause has
    /// passed that doubles with each refusal; then the region counts as changed.
    /// </summary>
    public async Task HoldAsync(CommandContext context, long[] donationIds, TimeSpan longest, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            with held as (
                update allocation.donations
                set refusals = least(refusals + 1, 20),
                    hold_until = @now + least(power(2, least(refusals, 20)) * interval '1 second', @longest)
                where id = any(@donationIds)
                returning region, hold_until
            )
            insert into allocation.changes (region, at) select distinct region, hold_until from held
            """);
        await command.Set("donationIds", donationIds).Set("now", context.Now).Set("longest", longest).ExecuteNonQueryAsync(cancellationToken);
    }
}
