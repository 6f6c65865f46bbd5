using Google.Protobuf;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Notifications.Data;

/// <summary>The SQL of food that waits for a driver.</summary>
public static class OfferStore
{
    /// <summary>Notes that drivers were asked, and when others are.</summary>
    public static async Task KeepAsync(CommandContext command, OrderSnapshot order, DateTimeOffset next, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command("""
            insert into notifications.offer (order_id, snapshot, next_at) values (@order, @snapshot, @next)
            on conflict (order_id) do update set snapshot = excluded.snapshot, round = 1, next_at = excluded.next_at
            """);
        upsert.Parameters.AddWithValue("order", order.Id);
        upsert.Parameters.AddWithValue("snapshot", order.ToByteArray());
        upsert.Parameters.AddWithValue("next", next);
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Nobody is asked any more.</summary>
    public static async Task EndAsync(CommandContext command, long orderId, CancellationToken cancellationToken)
    {
        await using var delete = command.Command("delete from notifications.offer where order_id = @order");
        delete.Parameters.AddWithValue("order", orderId);
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Takes one that is due, which no other replica has, and notes the next round; ends those whose rounds or time are over.</summary>
    public static async Task<OrderSnapshot?> TakeDueAsync(CommandContext command, DateTimeOffset next, int mostRounds, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var update = command.Command("""
                update notifications.offer set round = round + 1, next_at = @next
                where order_id = (select order_id from notifications.offer where next_at <= @now order by next_at limit 1 for update skip locked)
                returning snapshot, round
                """);
            update.Parameters.AddWithValue("now", command.Now);
            update.Parameters.AddWithValue("next", next);
            await using var reader = await update.ExecuteReaderAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken))
            {
                return null;
            }

            var order = OrderSnapshot.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0));
            var isOver = reader.GetInt32(1) > mostRounds || order.PickupUntilEpochMs <= command.Now.ToUnixTimeMilliseconds();
            await reader.CloseAsync();
            if (!isOver)
            {
                return order;
            }

            await EndAsync(command, order.Id, cancellationToken);
        }
    }
}
