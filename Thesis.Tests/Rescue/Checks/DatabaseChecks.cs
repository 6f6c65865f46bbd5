using Npgsql;
using Thesis.Rescue.Report;

namespace Thesis.Rescue.Checks;

/// <summary>What the database says of the day, asked independently of the services.</summary>
internal sealed class DatabaseChecks(NpgsqlDataSource database, string region)
{
    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel) =>
    [
        Figure.Check("no kg lost or allocated twice: each donation's ledger equals the sum of its orders", await NoneAsync(LedgerDiffers, cancel)),
        Figure.Check("no NGO got more than its capacity of the day", await NoneAsync(CapacityExceeded, cancel)),
        Figure.Check("no NGO got more deliveries than its slots of the day", await NoneAsync(SlotsExceeded, cancel)),
        Figure.Check("the capacity ledger equals the orders it was reserved for", await NoneAsync(CapacityLedgerDiffers, cancel)),
        Figure.Check("every order reached a final state", await NoneAsync(OrdersNotFinal, cancel)),
        Figure.Check("no event was set aside as poison", await NoneAsync(DeadLetters, cancel)),
    ];

    public async Task<IReadOnlyList<Figure>> FiguresAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            select
              (select coalesce(sum(quantity_grams), 0) from donations.donation where region = $1) / 1000.0,
              (select coalesce(sum(grams), 0) from orders.orders where region = $1 and status in ('delivered', 'completed')) / 1000.0,
              (select coalesce(sum(delivered_grams), 0) from orders.orders where region = $1) / 1000.0,
              (select count(distinct ngo_id) from orders.orders where region = $1 and status in ('delivered', 'completed')),
              (select count(*) from orders.orders where region = $1),
              (select count(*) from orders.orders where region = $1 and status = 'declined'),
              (select coalesce(sum(km), 0) from orders.orders where region = $1 and status in ('delivered', 'completed')),
              (select count(*) from allocation.runs where region = $1 and status = 'completed'),
              (select coalesce(max(gap), 0) from allocation.runs where region = $1 and status = 'completed' and donations > 0),
              (select coalesce(sum(gap * objective) / nullif(sum(objective), 0), 0) from allocation.runs where region = $1 and status = 'completed' and objective > 0)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = region });
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return
        [
            Figure.Info("offered", (double)row.GetDecimal(0), "kg"),
            Figure.Info("allocated", (double)row.GetDecimal(1), "kg"),
            Figure.Info("delivered", (double)row.GetDecimal(2), "kg"),
            Figure.Info("NGOs served", row.GetInt64(3), "NGOs"),
            Figure.Info("orders", row.GetInt64(4), "orders"),
            Figure.Info("orders declined by NGOs", row.GetInt64(5), "orders"),
            Figure.Info("driven with food", Math.Round(row.GetDouble(6), 1), "km"),
            Figure.Info("engine runs", row.GetInt64(7), "runs"),
            Figure.AtMost("largest proven gap of a run", Math.Round(row.GetDouble(8) * 100, 3), "%", 1),
            Figure.Info("proven gap over all runs, weighted by value", Math.Round(row.GetDouble(9) * 100, 3), "%"),
        ];
    }

    private const string LedgerDiffers =
        """
        select count(*) from donations.donation d
        left join (select donation_id,
                          sum(delivered_grams) as delivered,
                          sum(grams) filter (where status not in ('completed', 'delivered', 'declined', 'expired', 'cancelled', 'failed', 'returned', 'lost')) as under_way
                   from orders.orders where region = $1 group by donation_id) o on o.donation_id = d.id
        where d.region = $1
          and (d.delivered_grams <> coalesce(o.delivered, 0) or d.reserved_grams <> coalesce(o.under_way, 0)
               or d.reserved_grams + d.delivered_grams + d.lost_grams > d.quantity_grams)
        """;

    private const string CapacityExceeded =
        """
        select count(*) from (
            select o.ngo_id, sum(o.grams) as grams from orders.orders o
            where o.region = $1 and o.status not in ('declined', 'expired', 'cancelled', 'failed', 'returned', 'lost')
              and o.created_at >= now() - interval '20 hours'
            group by o.ngo_id) taken
        join allocation.ngos n on n.id = taken.ngo_id
        where taken.grams > (select sum(d.capacity_grams) from allocation.ngo_days d where d.ngo_id = n.id and d.reserved_grams > 0)
        """;

    private const string SlotsExceeded =
        """
        select count(*) from (
            select o.ngo_id, count(*) as deliveries from orders.orders o
            where o.region = $1 and o.status not in ('declined', 'expired', 'cancelled', 'failed', 'returned', 'lost')
              and o.created_at >= now() - interval '20 hours'
            group by o.ngo_id) taken
        where taken.deliveries > (select sum(d.slots) from allocation.ngo_days d where d.ngo_id = taken.ngo_id and d.slots_used > 0)
        """;

    private const string CapacityLedgerDiffers =
        """
        select count(*) from (
            select n.id, coalesce((select sum(reserved_grams) from allocation.ngo_days d where d.ngo_id = n.id), 0) as reserved,
                   coalesce((select sum(o.grams) from orders.orders o
                             where o.ngo_id = n.id and o.status not in ('declined', 'expired', 'cancelled', 'failed', 'returned', 'lost')), 0) as taken
            from allocation.ngos n where n.region = $1) ledger
        where reserved <> taken
        """;

    private const string OrdersNotFinal =
        """
        select count(*) from orders.orders
        where region = $1 and status not in ('completed', 'declined', 'expired', 'cancelled', 'failed', 'returned', 'lost')
        """;

    private const string DeadLetters =
        """
        select (select count(*) from donations.dead_letters) + (select count(*) from orders.dead_letters)
             + (select count(*) from allocation.dead_letters) + (select count(*) from drivers.dead_letters)
        where $1 <> ''
        """;

    private async Task<bool> NoneAsync(string count, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(count);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = region });
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancel), System.Globalization.CultureInfo.InvariantCulture) == 0;
    }
}
