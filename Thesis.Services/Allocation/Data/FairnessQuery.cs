using Npgsql;

namespace Thesis.Services.Allocation.Data;

/// <summary>What an NGO was given in some weeks, beside what it could have taken.</summary>
/// <param name="NeedGrams">What it could take in those days: its capacity on each, with closed days and exceptions.</param>
/// <param name="UnderWayGrams">Allocated and not delivered yet.</param>
public sealed record FairnessRow(
    long NgoId, string Name, int Priority, long NeedGrams, long DeliveredGrams, long UnderWayGrams, int Deliveries, DateOnly? LastDelivery);

/// <summary>Who of a region got how much for its need.</summary>
public sealed class FairnessQuery(NpgsqlDataSource database)
{
    /// <summary>NGOs of an answer, those that got least for their need first.</summary>
    public const int MostNgos = 2_000;

    /// <summary>All verified NGOs of the region, those without anything too.</summary>
    /// <param name="from">The first day of delivery that counts.</param>
    /// <param name="until">The last day.</param>
    public async Task<IReadOnlyList<FairnessRow>> ListAsync(string region, DateOnly from, DateOnly until, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("""
            with given as (
                select a.ngo_id,
                       coalesce(sum(a.grams - a.released_grams) filter (where a.status = 'delivered'), 0)::bigint as delivered,
                       coalesce(sum(a.grams) filter (where a.status in ('decided', 'confirmed')), 0)::bigint as under_way,
                       (count(*) filter (where a.status = 'delivered' and a.grams > a.released_grams))::int as deliveries,
                       max(a.day) filter (where a.status = 'delivered' and a.grams > a.released_grams) as last_delivery
                from allocation.allocations a join allocation.ngos n on n.id = a.ngo_id
                where n.region = @region and a.day between @from and @until
                group by a.ngo_id
            ), needs as (
                select n.id, n.name, n.priority, sum(allocation.capacity_on(n.id, day::date, n.daily_capacity_grams))::bigint as need
                from allocation.ngos n cross join generate_series(@from::timestamp, @until::timestamp, interval '1 day') as day
                where n.region = @region and n.verified
                group by n.id
            )
            select n.id, n.name, n.priority, n.need, coalesce(g.delivered, 0), coalesce(g.under_way, 0), coalesce(g.deliveries, 0), g.last_delivery
            from needs n left join given g on g.ngo_id = n.id
            order by coalesce(g.delivered, 0)::numeric / greatest(n.need, 1), n.priority desc, n.id
            limit @most
            """);
        select.Set("region", region).Set("from", from).Set("until", until).Set("most", MostNgos + 1);
        var rows = new List<FairnessRow>();
        await using var row = await select.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            rows.Add(new FairnessRow(
                row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt32(6),
                row.IsDBNull(7) ? null : row.GetFieldValue<DateOnly>(7)));
        }

        return rows;
    }
}
