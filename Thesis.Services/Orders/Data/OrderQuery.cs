using System.Globalization;
using System.Text;
using Npgsql;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Data;

/// <summary>Which orders a list shows. Null or empty means any.</summary>
/// <param name="VisibleTo">Only orders that this subject donates, receives or drives; null for those who see all.</param>
/// <param name="PickupFrom">Only orders whose pickup window ends after this.</param>
/// <param name="PickupUntil">Only orders whose pickup window begins before this.</param>
public sealed record OrderFilter(
    string? VisibleTo = null,
    string? Region = null,
    IReadOnlyList<OrderStatus>? Statuses = null,
    long? NgoId = null,
    long? DonorId = null,
    long? DriverId = null,
    long? DonationId = null,
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedUntil = null,
    DateTimeOffset? PickupFrom = null,
    DateTimeOffset? PickupUntil = null);

/// <summary>The order of a list.</summary>
/// <param name="Name">At the edge.</param>
/// <param name="Column">What it is ordered by before the id; null for the id alone.</param>
/// <param name="IsDescending">Both by the column and by the id.</param>
/// <param name="Value">The column's value.</param>
public sealed record OrderSort(string Name, string? Column, bool IsDescending, Func<Order, DateTimeOffset> Value)
{
    public static OrderSort Newest { get; } = new("newest", null, true, order => order.CreatedAt);

    public static IReadOnlyList<OrderSort> All { get; } =
    [
        Newest,
        new("pickup", "pickup_from", false, order => order.PickupFrom),
        new("answer", "respond_by", false, order => order.RespondBy),
        new("updated", "updated_at", true, order => order.UpdatedAt),
    ];
}

/// <summary>The orders in PostgreSQL: what lists and lookups read.</summary>
public sealed class OrderQuery(NpgsqlDataSource database)
{
    public async Task<Order?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"select {OrderRow.Columns} from {OrderRow.Source} where o.id = @id");
        return await OrderRow.ReadOneAsync(select.Set("id", id), cancellationToken);
    }

    /// <summary>The first orders after the one of <paramref name="after"/>; null for the first page.</summary>
    /// <remarks>The text holds the conditions that were asked for and no others, so that each combination has a plan of its own.</remarks>
    public async Task<List<Order>> ListAsync(
        OrderFilter filter, OrderSort sort, (DateTimeOffset Value, long Id)? after, int most, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand();
        var conditions = Conditions(select, filter, sort, after);
        var order = sort.Column is null ? "o.id desc" : sort.IsDescending ? $"o.{sort.Column} desc, o.id desc" : $"o.{sort.Column}, o.id";
        select.Set("most", most);
        var where = filter.VisibleTo is { } subject ? $"o.id in ({Visible(conditions, order)})" : $"true{conditions}";
        if (filter.VisibleTo is not null)
        {
            select.Set("subject", filter.VisibleTo);
        }

        select.CommandText = $"select {OrderRow.Columns} from {OrderRow.Source} where {where} order by {order} limit @most";
        return await OrderRow.ReadAllAsync(select, cancellationToken);
    }

    /// <summary>Accepted orders that no driver has, nearest pickup first (flat-earth distance, exact enough to rank within a region).</summary>
    /// <param name="mostGrams">What the vehicle carries.</param>
    /// <param name="storageClasses">What it keeps as cool as it must be.</param>
    public async Task<List<Order>> ClaimableAsync(
        string region, double latitude, double longitude, long mostGrams, string[] storageClasses, DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"""
            select {OrderRow.Columns} from {OrderRow.Source}
            where o.region = @region and o.status = 'accepted' and o.expires_at > @now
              and o.grams <= @mostGrams and o.storage_class = any(@storageClasses)
            order by power(o.pickup_latitude - @latitude, 2) + power((o.pickup_longitude - @longitude) * cosd(@latitude), 2), o.id
            limit @most
            """);
        select.Set("region", region).Set("latitude", latitude).Set("longitude", longitude)
            .Set("mostGrams", mostGrams).Set("storageClasses", storageClasses).Set("now", now).Set("most", most);
        return await OrderRow.ReadAllAsync(select, cancellationToken);
    }

    /// <summary>The orders of each donor and NGO that the subject manages, and those it drives: a page of each, by their own indexes.</summary>
    private static string Visible(string conditions, string order) => $"""
        select mine.id from orders.owners owner cross join lateral (
            select o.id from orders.orders o where o.ngo_id = owner.id{conditions} order by {order} limit @most) mine
        where owner.kind = 'ngo' and owner.managers @> array[@subject]
        union
        select mine.id from orders.owners owner cross join lateral (
            select o.id from orders.orders o where o.donor_id = owner.id{conditions} order by {order} limit @most) mine
        where owner.kind = 'donor' and owner.managers @> array[@subject]
        union
        (select o.id from orders.orders o where o.driver_user = @subject{conditions} order by {order} limit @most)
        """;

    private static string Conditions(NpgsqlCommand select, OrderFilter filter, OrderSort sort, (DateTimeOffset Value, long Id)? after)
    {
        var conditions = new StringBuilder();
        Require("o.region = @region", "region", filter.Region);
        Require("o.ngo_id = @ngo", "ngo", filter.NgoId);
        Require("o.donor_id = @donor", "donor", filter.DonorId);
        Require("o.driver_id = @driver", "driver", filter.DriverId);
        Require("o.donation_id = @donation", "donation", filter.DonationId);
        Require("o.created_at >= @createdFrom", "createdFrom", filter.CreatedFrom);
        Require("o.created_at < @createdUntil", "createdUntil", filter.CreatedUntil);
        Require("o.pickup_until > @pickupFrom", "pickupFrom", filter.PickupFrom);
        Require("o.pickup_from < @pickupUntil", "pickupUntil", filter.PickupUntil);
        Require("o.status = any(@statuses)", "statuses", filter.Statuses is { Count: > 0 } statuses ? statuses.Select(status => status.Name()).ToArray() : null);
        if (after is { } cursor)
        {
            var comes = sort.IsDescending ? "<" : ">";
            Require(sort.Column is null ? "o.id < @afterId" : $"(o.{sort.Column}, o.id) {comes} (@after, @afterId)", "afterId", (object)cursor.Id);
            if (sort.Column is not null)
            {
                select.Set("after", cursor.Value);
            }
        }

        return conditions.ToString();

        void Require(string condition, string name, object? value)
        {
            if (value is not null)
            {
                select.Parameters.AddWithValue(name, value);
                conditions.Append(CultureInfo.InvariantCulture, $" and {condition}");
            }
        }
    }
}
