using Google.Protobuf;
using Npgsql;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Drivers.Data;

/// <summary>What Drivers knows of its drivers' orders, from the orders' events and answers. The newest version wins.</summary>
public sealed class DriverOrderStore(NpgsqlDataSource database)
{
    /// <summary>Keeps the order's state; one without a driver is of no interest here.</summary>
    public async Task KeepAsync(CommandContext context, OrderSnapshot order, CancellationToken cancellationToken)
    {
        if (order.DriverId == 0)
        {
            return;
        }

        await using var command = context.Command("""
            insert into drivers.orders as o (order_id, driver_id, version, status, snapshot, updated_at)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (order_id) do update
                set driver_id = excluded.driver_id, version = excluded.version, status = excluded.status,
                    snapshot = excluded.snapshot, updated_at = excluded.updated_at
                where o.version < excluded.version
            """);
        await command.With(order.Id).With(order.DriverId).With(order.Version).With(order.Status)
            .With(order.ToByteArray()).With(context.Now).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Ids of the orders the driver has claimed and not yet delivered.</summary>
    public async Task<List<long>> ActiveIdsAsync(CommandContext context, long driverId, CancellationToken cancellationToken)
    {
        await using var command = context.Command(
            "select order_id from drivers.orders where driver_id = $1 and status in ('assigned', 'picked_up') order by order_id");
        command.With(driverId);
        var ids = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetInt64(0));
        }

        return ids;
    }

    /// <summary>The driver's orders, newest first, starting below <paramref name="beforeId"/>.</summary>
    public async Task<List<OrderSnapshot>> ListAsync(
        long driverId, bool activeOnly, long beforeId, int most, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            select snapshot from drivers.orders
            where driver_id = $1 and order_id < $2 and (not $3 or status in ('assigned', 'picked_up'))
            order by order_id desc limit $4
            """);
        command.With(driverId).With(beforeId).With(activeOnly).With(most);
        var orders = new List<OrderSnapshot>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            orders.Add(OrderSnapshot.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
        }

        return orders;
    }

    /// <summary>Forgets orders that ended before.</summary>
    public async Task ForgetBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            delete from drivers.orders where updated_at < $1 and status not in ('assigned', 'picked_up')
            """);
        await command.With(before).ExecuteNonQueryAsync(cancellationToken);
    }
}
