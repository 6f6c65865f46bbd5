using Microsoft.Extensions.Options;
using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;

namespace Thesis.Services.Donations.Data;

/// <summary>Reads what receipts and reports say.</summary>
public sealed class StatementQuery(NpgsqlDataSource database, IOptions<DonationsOptions> options)
{
    /// <summary>Lines of a statement; one of more is refused, for it has to be whole.</summary>
    public const int MostLines = 5_000;

    /// <summary>The donor, if the reader acts for it or is an operator.</summary>
    public Task<StatementParty?> FindDonorAsync(Actor reader, long id, CancellationToken cancellationToken) =>
        FindPartyAsync(reader, StatementKind.Donor, "donations.donor", id, cancellationToken);

    /// <summary>The NGO, if the reader acts for it or is an operator.</summary>
    public Task<StatementParty?> FindNgoAsync(Actor reader, long id, CancellationToken cancellationToken) =>
        FindPartyAsync(reader, StatementKind.Ngo, "donations.ngo", id, cancellationToken);

    /// <summary>The donor of a donation and the day on which it was offered, if the reader acts for the donor or is an operator.</summary>
    public async Task<(StatementParty Donor, DateOnly Day)?> FindDonorOfAsync(Actor reader, long donationId, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select donor_id, (created_at at time zone 'UTC')::date from donations.donation where id = @id");
        select.Parameters.AddWithValue("id", donationId);
        var (donorId, day) = (0L, default(DateOnly));
        await using (var row = await select.ExecuteReaderAsync(cancellationToken))
        {
            if (await row.ReadAsync(cancellationToken))
            {
                (donorId, day) = (row.GetInt64(0), row.GetFieldValue<DateOnly>(1));
            }
        }

        return await FindDonorAsync(reader, donorId, cancellationToken) is { } donor ? (donor, day) : null;
    }

    /// <summary>The region, known or not.</summary>
    public async Task<StatementParty> FindRegionAsync(string region, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select currency from donations.region where region = @region");
        select.Parameters.AddWithValue("region", region);
        var currency = await select.ExecuteScalarAsync(cancellationToken) as string;
        return new StatementParty(StatementKind.Region, 0, region, "", region, currency ?? "");
    }

    /// <summary>What arrived of the party's food, oldest first; for a region by NGO.</summary>
    /// <param name="donationId">Only this donation's; null for all.</param>
    /// <returns>Up to one line more than a statement may have.</returns>
    public async Task<IReadOnlyList<StatementLine>> LinesAsync(
        StatementParty party, long? donationId, DateOnly from, DateOnly until, CancellationToken cancellationToken)
    {
        var mine = party.Kind switch
        {
            StatementKind.Donor => "d.donor_id = @party",
            StatementKind.Ngo => "l.ngo_id = @party",
            _ => "d.region = @region",
        };
        var counterpart = party.Kind == StatementKind.Ngo ? "o.name" : "coalesce(n.name, '')";
        await using var select = database.CreateCommand();
        select.CommandText = party.Kind == StatementKind.Region
            ? $"""
              select null::date, 0::bigint, '', '', {counterpart}, count(*), sum(l.delivered_grams)::bigint, sum({DeliveredFood.Value})
              from {DeliveredFood.Source} and {mine}
              group by l.ngo_id, n.name order by sum(l.delivered_grams) desc, l.ngo_id limit @most
              """
            : $"""
              select {DeliveredFood.Day}, d.id, d.title, d.food_type, {counterpart}, 1::bigint, l.delivered_grams, {DeliveredFood.Value}
              from {DeliveredFood.Source} and {mine} {select.Where("and d.id = @donation", "donation", donationId)}
              order by l.delivered_at, l.allocation_id limit @most
              """;
        DeliveredFood.Bind(select, from, until, options.Value.Values);
        select.Parameters.AddWithValue("party", party.Id);
        select.Parameters.AddWithValue("region", party.Region);
        select.Parameters.AddWithValue("most", MostLines + 1);
        return await ReadAsync(select, cancellationToken);
    }

    private async Task<StatementParty?> FindPartyAsync(Actor reader, StatementKind kind, string table, long id, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand();
        select.CommandText = $"""
            select p.name, p.address, p.region, coalesce(r.currency, '')
            from {table} p left join donations.region r on r.region = p.region
            where p.id = @id {select.Where("and p.managers @> array[@reader]", "reader", DonationRights.IsOperator(reader) ? null : reader.Subject)}
            """;
        select.Parameters.AddWithValue("id", id);
        await using var row = await select.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new StatementParty(kind, id, row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3))
            : null;
    }

    private static async Task<IReadOnlyList<StatementLine>> ReadAsync(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        var lines = new List<StatementLine>();
        await using var row = await select.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            lines.Add(new StatementLine(
                row.IsDBNull(0) ? null : row.GetFieldValue<DateOnly>(0),
                row.GetInt64(1),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.GetInt64(5),
                row.GetInt64(6),
                row.IsDBNull(7) ? null : row.GetDecimal(7)));
        }

        return lines;
    }
}
