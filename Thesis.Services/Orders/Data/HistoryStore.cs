using System.Text.Json;
using Npgsql;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Data;

/// <summary>One event of an order's history.</summary>
/// <param name="Version">The version that the event gave the order.</param>
public sealed record HistoryEntry(
    long Version, OrderEvent Event, OrderStatus From, OrderStatus To, DateTimeOffset At, string Party, string Actor, string? TraceId);

/// <summary>What happened to orders.</summary>
public sealed class HistoryStore(NpgsqlDataSource database)
{
    /// <summary>The most events shown of an order; a machine with so few loops comes nowhere near.</summary>
    private const int Most = 1000;

    /// <summary>The order's events, oldest first.</summary>
    public async Task<IReadOnlyList<HistoryEntry>> OfAsync(long orderId, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("""
            select version, event, from_status, to_status, at, party, actor, trace_id from orders.history
            where order_id = @order order by version limit @most
            """);
        select.Set("order", orderId).Set("most", Most);
        var entries = new List<HistoryEntry>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(new HistoryEntry(
                reader.GetInt64(0),
                JsonSerializer.Deserialize<OrderEvent>(reader.GetString(1), OrderStore.RowJson) ?? throw new InvalidDataException($"Order {orderId} has an empty event."),
                OrderStatusNames.Parse(reader.GetString(2)),
                OrderStatusNames.Parse(reader.GetString(3)),
                reader.GetFieldValue<DateTimeOffset>(4),
                reader.GetString(5),
                reader.GetString(6),
                reader.IsDBNull(7) ? null : reader.GetString(7)));
        }

        return entries;
    }
}
