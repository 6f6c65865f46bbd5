using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;

namespace Thesis.Services.Donations.Data;

/// <summary>Which donations a list holds; null means all.</summary>
/// <param name="Manager">Only those whose donor this subject manages.</param>
public sealed record DonationFilter(string? Region, string? Status, long? DonorId, string? Manager);

/// <summary>The SQL that reads donations without a command.</summary>
public sealed class DonationQueries(NpgsqlDataSource database)
{
    /// <summary>The donation, if there is one that the reader may read.</summary>
    public async Task<Donation?> FindAsync(Actor reader, long id, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand();
        select.CommandText = $"""
            select {DonationRows.Columns}
            from donations.donation d join donations.donor o on o.id = d.donor_id
            where d.id = @id and {select.MayRead(reader)}
            """;
        select.Parameters.AddWithValue("id", id);
        return await DonationRows.ReadOneAsync(select, cancellationToken);
    }

    /// <summary>Whether a part of the donation is the reader's to pick up.</summary>
    public async Task<bool> PicksUpAsync(Actor reader, long id, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"select {DonationReaders.PicksUp} from donations.donation d where d.id = @id");
        select.Parameters.AddWithValue("id", id);
        select.Parameters.AddWithValue("reader", reader.Subject);
        return await select.ExecuteScalarAsync(cancellationToken) is true;
    }

    public async Task<IReadOnlyList<Donation>> FindAllAsync(long[] ids, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"""
            select {DonationRows.Columns}
            from donations.donation d join donations.donor o on o.id = d.donor_id
            where d.id = any(@ids)
            """);
        select.Parameters.AddWithValue("ids", ids);
        return await DonationRows.ReadAllAsync(select, cancellationToken);
    }

    /// <summary>The first <paramref name="limit"/> donations before the one of id <paramref name="before"/>, newest first.</summary>
    public async Task<IReadOnlyList<Donation>> ListAsync(Actor reader, DonationFilter filter, long? before, int limit, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand();
        select.CommandText = $"""
            select {DonationRows.Columns}
            from donations.donation d join donations.donor o on o.id = d.donor_id
            where d.id < @before and {select.MayRead(reader)}
                {select.Where("and d.region = @region", "region", filter.Region)}
                {select.Where("and d.status = @status", "status", filter.Status)}
                {select.Where("and d.donor_id = @donor", "donor", filter.DonorId)}
                {select.Where("and o.managers @> array[@manager]", "manager", filter.Manager)}
            order by d.id desc
            limit @limit
            """;
        select.Parameters.AddWithValue("before", before ?? long.MaxValue);
        select.Parameters.AddWithValue("limit", limit);
        return await DonationRows.ReadAllAsync(select, cancellationToken);
    }

    /// <summary>The first <paramref name="limit"/> open donations of a region, those that spoil first in front.</summary>
    public async Task<IReadOnlyList<Donation>> OpenOnMapAsync(Actor reader, string region, int limit, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand();
        select.CommandText = $"""
            select {DonationRows.Columns}
            from donations.donation d join donations.donor o on o.id = d.donor_id
            where d.region = @region and d.status = 'open' and {select.MayRead(reader)}
            order by d.expires_at, d.id
            limit @limit
            """;
        select.Parameters.AddWithValue("region", region);
        select.Parameters.AddWithValue("limit", limit);
        return await DonationRows.ReadAllAsync(select, cancellationToken);
    }
}
