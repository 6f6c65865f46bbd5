using Npgsql;
using Thesis.Contracts.Drivers.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Data;

/// <summary>An order that a driver is to have; null where there is no such driver or order.</summary>
/// <param name="Claimed">The orders that the driver has under way, without this one.</param>
public sealed record ClaimedOrder(Carrier? Driver, Order? Order, IReadOnlyList<Order> Claimed);

/// <summary>What orders know of drivers: the vehicle, the shift, the last position, and what they have claimed.</summary>
public sealed class CarrierStore
{
    /// <summary>A position older than this says nothing of where a claim begins.</summary>
    private static readonly TimeSpan OldestPosition = TimeSpan.FromHours(2);

    /// <summary>Keeps the newest version of the driver.</summary>
    public async Task KeepAsync(CommandContext context, DriverSnapshot driver, CancellationToken cancellationToken)
    {
        await using var batch = context.Batch();
        batch.BatchCommands.Add(Keep(driver));
        await batch.ExecuteNonQueryAsync(cancellationToken);
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

    /// <summary>
    /// Locks the driver and then the order, always in this turn so that no two wait for each other in a ring, and reads what else
    /// the driver has under way; all in one round trip. Claims of one driver wait for each other.
    /// </summary>
    /// <param name="news">What is said of the driver and kept before, where it is newer.</param>
    public async Task<ClaimedOrder> LockForClaimAsync(
        CommandContext context, long driverId, long orderId, DriverSnapshot? news, CancellationToken cancellationToken)
    {
        await using var batch = context.Batch();
        if (news is not null)
        {
            batch.BatchCommands.Add(Keep(news));
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            select d.id, d.version, d.user_id, d.name, d.region, d.capacity_grams, d.on_shift, d.cooling, at.latitude, at.longitude
            from orders.drivers d left join orders.driver_positions at on at.driver_id = d.id and at.seen_at >= @oldest
            where d.id = @id for update of d
            """).Set("id", driverId).Set("oldest", context.Now - OldestPosition));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(OrderStore.LockSql).Set("id", orderId));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"""
            select {OrderRow.Columns} from {OrderRow.Source}
            where o.driver_id = @driver and o.status in ('assigned', 'picked_up') and o.id <> @without
            """).Set("driver", driverId).Set("without", orderId));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var carrier = await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
        await reader.NextResultAsync(cancellationToken);
        var order = (await OrderRow.ReadAllAsync(reader, cancellationToken)).SingleOrDefault();
        await reader.NextResultAsync(cancellationToken);
        return new ClaimedOrder(carrier, order, await OrderRow.ReadAllAsync(reader, cancellationToken));
    }

    private static NpgsqlBatchCommand Keep(DriverSnapshot driver) => new NpgsqlBatchCommand("""
        insert into orders.drivers as known (id, version, user_id, name, region, capacity_grams, on_shift, cooling)
        values (@id, @version, @user, @name, @region, @capacity, @onShift, @cooling)
        on conflict (id) do update
        set version = excluded.version, user_id = excluded.user_id, name = excluded.name, region = excluded.region,
            capacity_grams = excluded.capacity_grams, on_shift = excluded.on_shift, cooling = excluded.cooling
        where known.version < excluded.version
        """).Set("id", driver.Id).Set("version", driver.Version).Set("user", driver.UserId).Set("name", driver.Name).Set("region", driver.Region)
        .Set("capacity", driver.CapacityGrams).Set("onShift", driver.OnShift).Set("cooling", CoolingOf(driver));

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
