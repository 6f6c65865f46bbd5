using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Data;

/// <summary>The orders in PostgreSQL: what commands and events write.</summary>
public sealed class OrderStore
{
    internal static readonly JsonSerializerOptions RowJson = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Reads the order <c>@id</c> and locks its row.</summary>
    internal const string LockSql = $"select {OrderRow.Columns} from {OrderRow.Source} where o.id = @id for update of o";

    /// <summary>Locks the order for the rest of the transaction; null when there is none.</summary>
    public async Task<Order?> LockAsync(CommandContext context, long id, CancellationToken cancellationToken)
    {
        await using var command = context.Command(LockSql);
        return await OrderRow.ReadOneAsync(command.Set("id", id), cancellationToken);
    }

    /// <summary>Adds those orders whose allocation has none yet; returns the ids that were added.</summary>
    public async Task<IReadOnlySet<long>> AddAsync(CommandContext context, IReadOnlyCollection<Order> orders, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            insert into orders.orders
                (id, version, allocation_id, run_id, donation_id, donor_id, ngo_id, region, status, proposed_grams, grams, title, food_type, storage_class,
                 donor_name, ngo_name, pickup_latitude, pickup_longitude, pickup_address,
                 dropoff_latitude, dropoff_longitude, dropoff_address, pickup_from, pickup_until, expires_at, km,
                 why, delivery_code, respond_by, created_at, updated_at)
            select id, 1, allocation_id, run_id, donation_id, donor_id, ngo_id, region, 'proposed', grams, grams, title, food_type, storage_class,
                   donor_name, ngo_name, coalesce((pickup->>'latitude')::float8, 0), coalesce((pickup->>'longitude')::float8, 0), pickup->>'address',
                   coalesce((dropoff->>'latitude')::float8, 0), coalesce((dropoff->>'longitude')::float8, 0), dropoff->>'address',
                   pickup_from, pickup_until, expires_at, coalesce(km, 0), coalesce(why, '{}'), delivery_code, respond_by, created_at, created_at
            from jsonb_to_recordset(@orders) as lot(
                id bigint, allocation_id bigint, run_id bigint, donation_id bigint, donor_id bigint, ngo_id bigint, region text,
                grams bigint, title text, food_type text, storage_class text, donor_name text, ngo_name text, pickup jsonb, dropoff jsonb,
                pickup_from timestamptz, pickup_until timestamptz, expires_at timestamptz, km float8, why text[],
                delivery_code text, respond_by timestamptz, created_at timestamptz)
            on conflict (allocation_id) do nothing
            returning id
            """);
        command.SetJson("orders", JsonSerializer.Serialize(orders, RowJson));
        var added = new HashSet<long>(orders.Count);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            added.Add(reader.GetInt64(0));
        }

        return added;
    }

    /// <summary>
    /// Writes what events changed, and the events into the history, together with the commit and in the same round trip; the
    /// caller holds the rows' locks.
    /// </summary>
    public void Keep(CommandContext context, IReadOnlyCollection<OrderChange> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        context.AtCommit(new NpgsqlBatchCommand("""
            update orders.orders o
            set version = n.version, status = n.status, driver_id = n.driver_id, driver_user = n.driver_user, grams = n.grams,
                picked_up_grams = coalesce(n.picked_up_grams, 0), delivered_grams = coalesce(n.delivered_grams, 0),
                lost_grams = coalesce(n.lost_grams, 0), surplus_grams = coalesce(n.surplus_grams, 0), reason = n.reason, pickup_reason = n.pickup_reason,
                delivery_reason = n.delivery_reason, quality = n.quality, offer_again = coalesce(n.offer_again, false),
                dropoff_latitude = coalesce(n.dropoff_latitude, 0), dropoff_longitude = coalesce(n.dropoff_longitude, 0),
                dropoff_address = coalesce(n.dropoff_address, ''), proved_by_code = coalesce(n.proved_by_code, false), wrong_codes = coalesce(n.wrong_codes, 0), updated_at = n.updated_at, accepted_at = n.accepted_at,
                assigned_at = n.assigned_at, picked_up_at = n.picked_up_at, delivered_at = n.delivered_at, ended_at = n.ended_at
            from jsonb_to_recordset(@changes) as n(
                id bigint, version bigint, status text, driver_id bigint, driver_user text, grams bigint, picked_up_grams bigint,
                delivered_grams bigint, lost_grams bigint, surplus_grams bigint, reason text, pickup_reason text, delivery_reason text, quality text,
                offer_again boolean, dropoff_latitude float8, dropoff_longitude float8, dropoff_address text, proved_by_code boolean, wrong_codes int, updated_at timestamptz, accepted_at timestamptz, assigned_at timestamptz,
                picked_up_at timestamptz, delivered_at timestamptz, ended_at timestamptz)
            where o.id = n.id
            """).SetJson("changes", JsonSerializer.Serialize(changes.Select(Row), RowJson)));
        Note(context, changes.Select(change => new
        {
            OrderId = change.After.Id,
            change.After.Version,
            Action = change.Event.Action.Name(),
            FromStatus = change.Before.Status.Name(),
            ToStatus = change.After.Status.Name(),
            At = change.After.UpdatedAt,
            Party = change.As.Name(),
            Actor = context.Actor.Subject,
            change.Event,
            TraceId = Activity.Current?.TraceId.ToHexString(),
        }));
    }

    /// <summary>Begins the history of new orders.</summary>
    public void NoteProposed(CommandContext context, IEnumerable<Order> orders) => Note(context, orders.Select(order => new
    {
        OrderId = order.Id,
        order.Version,
        Action = OrderAction.Propose.Name(),
        FromStatus = order.Status.Name(),
        ToStatus = order.Status.Name(),
        At = order.CreatedAt,
        Party = Party.Clock.Name(),
        Actor = context.Actor.Subject,
        Event = new OrderEvent(OrderAction.Propose) { Grams = order.ProposedGrams },
        TraceId = Activity.Current?.TraceId.ToHexString(),
    }));

    /// <summary>Locks proposals that nobody answered and food that spoiled before pickup, at most so many.</summary>
    public async Task<IReadOnlyList<Order>> LockExpiredAsync(CommandContext context, int most, CancellationToken cancellationToken)
    {
        await using var command = context.Command($"""
            select {OrderRow.Columns} from {OrderRow.Source}
            where (o.status = 'proposed' and least(o.respond_by, o.expires_at) <= @now)
               or (o.status in ('accepted', 'assigned') and o.expires_at <= @now)
            order by o.id limit @most for update of o skip locked
            """);
        return await OrderRow.ReadAllAsync(command.Set("now", context.Now).Set("most", most), cancellationToken);
    }

    /// <summary>Locks orders delivered until <paramref name="deliveredBefore"/> whose receipt nobody confirmed, at most so many.</summary>
    public async Task<IReadOnlyList<Order>> LockUnconfirmedAsync(
        CommandContext context, DateTimeOffset deliveredBefore, int most, CancellationToken cancellationToken)
    {
        await using var command = context.Command($"""
            select {OrderRow.Columns} from {OrderRow.Source}
            where o.status = 'delivered' and o.delivered_at <= @before
            order by o.id limit @most for update of o skip locked
            """);
        return await OrderRow.ReadAllAsync(command.Set("before", deliveredBefore).Set("most", most), cancellationToken);
    }

    /// <summary>Locks the orders that were not picked up yet of those of these donations that were cancelled.</summary>
    public async Task<IReadOnlyList<Order>> LockOfCancelledAsync(CommandContext context, long[] donationIds, CancellationToken cancellationToken)
    {
        await using var command = context.Command($"""
            select {OrderRow.Columns} from {OrderRow.Source}
            where o.donation_id = any(@donations) and o.status in ('proposed', 'accepted', 'assigned')
              and exists (select from orders.donations d where d.donation_id = o.donation_id and d.cancelled_at is not null)
            order by o.id for update of o
            """);
        return await OrderRow.ReadAllAsync(command.Set("donations", donationIds), cancellationToken);
    }

    /// <summary>Locks the donations that orders are about to be added to.</summary>
    public async Task LockDonationsAsync(CommandContext context, long[] donationIds, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            insert into orders.donations (donation_id) select id from unnest(@donations) as id order by id
            on conflict (donation_id) do update set donation_id = excluded.donation_id
            """);
        await command.Set("donations", donationIds).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Remembers a cancelled donation, so that orders that arrive after it are cancelled too.</summary>
    public async Task RememberCancelledAsync(CommandContext context, long donationId, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            insert into orders.donations (donation_id, cancelled_at) values (@donation, @now)
            on conflict (donation_id) do update set cancelled_at = coalesce(donations.cancelled_at, excluded.cancelled_at)
            """);
        await command.Set("donation", donationId).Set("now", context.Now).ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Note<T>(CommandContext context, IEnumerable<T> entries) => context.AtCommit(new NpgsqlBatchCommand("""
        insert into orders.history (order_id, version, action, from_status, to_status, at, party, actor, event, trace_id)
        select order_id, version, action, from_status, to_status, at, party, actor, event, trace_id
        from jsonb_to_recordset(@entries) as entry(
            order_id bigint, version bigint, action text, from_status text, to_status text, at timestamptz, party text, actor text,
            event jsonb, trace_id text)
        """).SetJson("entries", JsonSerializer.Serialize(entries, RowJson)));

    private static object Row(OrderChange change)
    {
        var order = change.After;
        return new
        {
            order.Id,
            order.Version,
            Status = order.Status.Name(),
            order.DriverId,
            order.DriverUser,
            order.Grams,
            order.PickedUpGrams,
            order.DeliveredGrams,
            order.LostGrams,
            order.SurplusGrams,
            order.Reason,
            order.PickupReason,
            order.DeliveryReason,
            order.Quality,
            order.OfferAgain,
            DropoffLatitude = order.Dropoff.Latitude,
            DropoffLongitude = order.Dropoff.Longitude,
            DropoffAddress = order.Dropoff.Address,
            order.ProvedByCode,
            order.WrongCodes,
            order.UpdatedAt,
            order.AcceptedAt,
            order.AssignedAt,
            order.PickedUpAt,
            order.DeliveredAt,
            order.EndedAt,
        };
    }
}
