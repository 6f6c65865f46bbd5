using Google.Protobuf;
using Npgsql;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Drivers.Data;

/// <summary>What Drivers knows of its drivers' orders, from the orders' events and answers. The newest version wins.</summary>
public sealed class DriverOrderStore(NpgsqlDataSource database)
{
    /// <summary>
    /// Keeps the order's state, with the commit. One that no driver has is of interest only while a driver had it before: it stays
    /// as a mark, so that older news does not bring it back, and is shown to nobody.
    /// </summary>
    public void Keep(CommandContext context, OrderSnapshot order)
    {
        var keep = new NpgsqlBatchCommand(order.DriverId == 0
            ? """
              update drivers.orders set version = @version, status = 'released', snapshot = @snapshot, updated_at = @now
              where order_id = @order and version < @version
              """
            : """
              insert into drivers.orders as o (order_id, driver_id, version, status, snapshot, updated_at)
              values (@order, @driver, @version, @status, @snapshot, @now)
              on conflict (order_id) do update
                  set driver_id = excluded.driver_id, version = excluded.version, status = excluded.status,
                      snapshot = excluded.snapshot, updated_at = excluded.updated_at
                  where o.version < excluded.version
              """);
        keep.Set("order", order.Id).Set("version", order.Version).Set("snapshot", order.ToByteArray()).Set("now", context.Now);
        if (order.DriverId != 0)
        {
            keep.Set("driver", order.DriverId).Set("status", order.Status);
        }

        context.AtCommit(keep);
    }

    /// <summary>Ids of the orders the driver has claimed and not yet delivered.</summary>
    public async Task<List<long>> ActiveIdsAsync(CommandContext context, long driverId, CancellationToken cancellationToken)
    {
        await using var command = context.Command(
            "select order_id from drivers.orders where driver_id = @driver and status in ('assigned', 'picked_up') order by order_id");
        command.Set("driver", driverId);
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
            where driver_id = @driver and order_id < @before and status <> 'released' and (not @active or status in ('assigned', 'picked_up'))
            order by order_id desc limit @most
            """);
        command.Set("driver", driverId).Set("before", beforeId).Set("active", activeOnly).Set("most", most);
        var orders = new List<OrderSnapshot>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            orders.Add(OrderSnapshot.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
        }

        return orders;
    }

    /// <summary>Forgets orders that ended before, at most so many, oldest first. Rows that another process works on are left to it.</summary>
    /// <returns>How many were forgotten.</returns>
    public async Task<int> ForgetBeforeAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            delete from drivers.orders where order_id in (
                select order_id from drivers.orders
                where updated_at < @before and status not in ('assigned', 'picked_up')
                order by updated_at limit @most
                for update skip locked)
            """);
        return await command.Set("before", before).Set("most", most).ExecuteNonQueryAsync(cancellationToken);
    }
}
