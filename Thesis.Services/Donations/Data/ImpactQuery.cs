using Microsoft.Extensions.Options;
using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;

namespace Thesis.Services.Donations.Data;

/// <summary>Which deliveries are added up, and how; null means all.</summary>
/// <param name="Period">"day", "month" or "year" of the region's time zone.</param>
/// <param name="GroupBy">"donor", "ngo", "region" or "donation".</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day.</param>
public sealed record ImpactFilter(string Period, string GroupBy, string? Region, long? DonorId, long? NgoId, DateOnly From, DateOnly Until);

/// <summary>What arrived in a period.</summary>
/// <param name="Id">Of the donor, NGO or donation; 0 for a region.</param>
/// <param name="Name">The donor's, the NGO's or the region's name, or the donation's title.</param>
/// <param name="Value">In the region's currency, by the prices stated for it; null where none are.</param>
/// <param name="Currency">ISO 4217; empty when the region's is not known.</param>
public sealed record ImpactRow(
    DateOnly PeriodStart, long Id, string Name, string Region, long Deliveries, long Grams, decimal? Value, string Currency);

/// <summary>Adds up what arrived. Only deliveries that the reader has to do with: of their donors, or to their NGOs; all for dispatchers.</summary>
public sealed class ImpactQuery(NpgsqlDataSource database, IOptions<DonationsOptions> options)
{
    /// <summary>Rows of an answer.</summary>
    public const int MostRows = 5_000;

    public async Task<IReadOnlyList<ImpactRow>> ListAsync(Actor reader, ImpactFilter filter, CancellationToken cancellationToken)
    {
        var (id, name) = filter.GroupBy switch
        {
            "donor" => ("d.donor_id", "o.name"),
            "ngo" => ("l.ngo_id", "coalesce(n.name, '')"),
            "donation" => ("d.id", "d.title"),
            _ => ("0::bigint", "d.region"),
        };
        await using var select = database.CreateCommand();
        select.CommandText = $"""
            with delivered as (
                select date_trunc(@period, {DeliveredFood.Day}::timestamp)::date as period, {id} as id, {name} as name, d.region,
                    l.delivered_grams, {DeliveredFood.Value} as value, coalesce(r.currency, '') as currency
                from {DeliveredFood.Source}
                    {MayRead(select, reader)}
                    {select.Where("and d.region = @region", "region", filter.Region)}
                    {select.Where("and d.donor_id = @donor", "donor", filter.DonorId)}
                    {select.Where("and l.ngo_id = @ngo", "ngo", filter.NgoId)})
            select period, id, name, region, count(*), sum(delivered_grams)::bigint, sum(value), currency
            from delivered group by period, id, name, region, currency
            order by period desc, sum(delivered_grams) desc, id limit @limit
            """;
        DeliveredFood.Bind(select, filter.From, filter.Until, options.Value.Values);
        select.Parameters.AddWithValue("period", filter.Period);
        select.Parameters.AddWithValue("limit", MostRows + 1);
        return await ReadAsync(select, cancellationToken);
    }

    private static string MayRead(NpgsqlCommand select, Actor reader) => DonationRights.IsOperator(reader)
        ? ""
        : select.Where("and (o.managers @> array[@reader] or n.managers @> array[@reader])", "reader", reader.Subject);

    private static async Task<IReadOnlyList<ImpactRow>> ReadAsync(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        var rows = new List<ImpactRow>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new ImpactRow(
                reader.GetFieldValue<DateOnly>(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4), reader.GetInt64(5),
                reader.IsDBNull(6) ? null : reader.GetDecimal(6), reader.GetString(7)));
        }

        return rows;
    }
}
