using Npgsql;
using Thesis.Contracts.Drivers.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Data;

/// <summary>What orders know of drivers: the vehicle, the shift, the last position, and what they have claimed.</summary>
public sealed class CarrierStore
{
    /// <summary>A position older than this says nothing of where a claim begins.</summary>
    private static readonly TimeSpan OldestPosition = TimeSpan.FromHours(2);

    /// <summary>Keeps the newest version. The row stays locked: claims of one driver wait for each other.</summary>
    public async Task KeepAsync(CommandContext context, DriverSnapshot driver, CancellationToken cancellationToken)
    {
        await using var upsert = context.Command("""
            insert into orders.drivers as known (id, version, user_id, name, region, capacity_grams, on_shift, cooling)
            values (@id, @version, @user, @name, @region, @capacity, @onShift, @cooling)
            on conflict (id) do update
            set version = greatest(known.version, excluded.version),
                user_id = case when known.version < excluded.version then excluded.user_id else known.user_id end,
                name = case when known.version < excluded.version then excluded.name else known.name end,
                region = case when known.version < excluded.version then excluded.region else known.region end,
                capacity_grams = case when known.version < excluded.version then excluded.capacity_grams else known.capacity_grams end,
                on_shift = case when known.version < excluded.version then excluded.on_shift else known.on_shift end,
                cooling = case when known.version < excluded.version then excluded.cooling else known.cooling end
            """);
        upsert.Set("id", driver.Id).Set("version", driver.Version).Set("user", driver.UserId).Set("name", driver.Name).Set("region", driver.Region)
            .Set("capacity", driver.CapacityGrams).Set("onShift", driver.OnShift).Set("cooling", CoolingOf(driver));
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Moves a driver; the newest position wins.</summary>
    public async Task MoveAsync(CommandContext context, long driverId, Position position, CancellationToken cancellationToken)
    {
        await using var upsert = context.Command("""
            insert into orders.driver_positions as known (driver_id, latitude, longitude, seen_at) values (@id, @latitude, @longitude, @time)
            on conflict (driver_id) do update set latitude = excluded.latitude, longitude = excluded.longitude, seen_at = excluded.seen_at
            where known.seen_at < excluded.seen_at
            """);
        upsert.Set("id", driverId).Set("latitude", position.Latitude).Set("longitude", position.Longitude)
            .Set("time", DateTimeOffset.FromUnixTimeMilliseconds(position.TimeEpochMs));
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Locks the driver, so that claims of one driver wait for each other; null when there is none.</summary>
    public async Task<Carrier?> LockAsync(CommandContext context, long driverId, CancellationToken cancellationToken)
    {
        await using var select = context.Command("""
            select d.id, d.version, d.user_id, d.name, d.region, d.capacity_grams, d.on_shift, d.cooling, at.latitude, at.longitude
            from orders.drivers d left join orders.driver_positions at on at.driver_id = d.id and at.seen_at >= @oldest
            where d.id = @id for update of d
            """);
        select.Set("id", driverId).Set("oldest", context.Now - OldestPosition);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    /// <summary>The orders that the driver has under way, without one.</summary>
    public async Task<IReadOnlyList<Order>> ClaimedAsync(CommandContext context, long driverId, long without, CancellationToken cancellationToken)
    {
        await using var select = context.Command($"""
            select {OrderRow.Columns} from {OrderRow.Source}
            where o.driver_id = @driver and o.status in ('assigned', 'picked_up') and o.id <> @without
            """);
        return await OrderRow.ReadAllAsync(select.Set("driver", driverId).Set("without", without), cancellationToken);
    }

    private static string CoolingOf(DriverSnapshot driver) => driver.Cooling.Length > 0 ? driver.Cooling : Cooling.None;

    private static Carrier Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetInt64(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetInt64(5),
        row.GetBoolean(6),
        row.GetString(7),
        row.IsDBNull(8) ? null : new Stop(row.GetDouble(8), row.GetDouble(9), ""));
}
