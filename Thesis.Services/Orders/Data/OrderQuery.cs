using System.Globalization;
using System.Text;
using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Data;

/// <summary>Which orders a list shows. Null means any.</summary>
/// <param name="VisibleTo">Only orders that this subject donates, receives or drives; null for those who see all.</param>
public sealed record OrderFilter(string? VisibleTo, string? Region, OrderStatus? Status, long? NgoId, long? DriverId, long? DonationId);

/// <summary>The orders in PostgreSQL: what lists and lookups read.</summary>
public sealed class OrderQuery(NpgsqlDataSource database)
{
    public async Task<Order?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {OrderRow.Columns} from orders.orders o where o.id = $1");
        command.With(id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? OrderRow.Read(reader) : null;
    }

    /// <summary>Newest first, starting below <paramref name="beforeId"/>.</summary>
    /// <remarks>The text holds the conditions that were asked for and no others, so that each combination has a plan of its own.</remarks>
    public async Task<List<Order>> ListAsync(OrderFilter filter, long beforeId, int most, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand();
        command.With(beforeId).With(most);
        var conditions = new StringBuilder("o.id < $1");
        var source = "orders.orders o";
        if (filter.VisibleTo is { } subject)
        {
            source = "orders.order_people p join orders.orders o on o.id = p.order_id";
            Require("p.order_id < $1 and p.subject", subject);
        }

        if (filter.Region is { } region)
        {
            Require("o.region", region);
        }

        if (filter.Status is { } status)
        {
            Require("o.status", status.Name());
        }

        if (filter.NgoId is { } ngo)
        {
            Require("o.ngo_id", ngo);
        }

        if (filter.DriverId is { } driver)
        {
            Require("o.driver_id", driver);
        }

        if (filter.DonationId is { } donation)
        {
            Require("o.donation_id", donation);
        }

        command.CommandText = $"select {OrderRow.Columns} from {source} where {conditions} order by o.id desc limit $2";
        return await ReadAllAsync(command, most, cancellationToken);

        void Require<T>(string column, T value)
        {
            command.With(value);
            conditions.Append(CultureInfo.InvariantCulture, $" and {column} = ${command.Parameters.Count}");
        }
    }

    /// <summary>Accepted orders that no driver has, nearest pickup first (flat-earth distance, exact enough to rank within a region).</summary>
    public async Task<List<Order>> ClaimableAsync(
        string region, double latitude, double longitude, DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            select {OrderRow.Columns} from orders.orders o
            where o.region = $1 and o.status = 'accepted' and o.expires_at > $4
            order by power(o.pickup_latitude - $2, 2) + power((o.pickup_longitude - $3) * cosd($2), 2), o.id
            limit $5
            """);
        command.With(region).With(latitude).With(longitude).With(now).With(most);
        return await ReadAllAsync(command, most, cancellationToken);
    }

    private static async Task<List<Order>> ReadAllAsync(NpgsqlCommand command, int most, CancellationToken cancellationToken)
    {
        var orders = new List<Order>(Math.Min(most, 256));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            orders.Add(OrderRow.Read(reader));
        }

        return orders;
    }
}
