using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Data;

/// <summary>An order together with the status it had before the statement that returned it.</summary>
public sealed record ChangedOrder(Order Order, OrderStatus Previous);

/// <summary>The orders in PostgreSQL: what commands and events write.</summary>
public sealed class OrderStore
{
    private static readonly JsonSerializerOptions RowJson = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Locks the order for the rest of the transaction; null when there is none.</summary>
    public async Task<Order?> LockAsync(CommandContext context, long id, CancellationToken cancellationToken)
    {
        await using var command = context.Command($"select {OrderRow.Columns} from orders.orders o where o.id = $1 for update");
        command.With(id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? OrderRow.Read(reader) : null;
    }

    /// <summary>Adds those orders whose allocation has none yet; returns the ids that were added.</summary>
    public async Task<IReadOnlySet<long>> AddAsync(CommandContext context, IReadOnlyCollection<Order> orders, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            with added as (
            insert into orders.orders
                (id, version, allocation_id, run_id, donation_id, donor_id, ngo_id, region, status, grams, title, food_type,
                 donor_name, ngo_name, pickup_latitude, pickup_longitude, pickup_address,
                 dropoff_latitude, dropoff_longitude, dropoff_address, pickup_from, pickup_until, expires_at, km,
                 donor_managers, ngo_managers, respond_by, created_at, updated_at)
            select id, 1, allocation_id, run_id, donation_id, donor_id, ngo_id, region, 'proposed', grams, title, food_type,
                   donor_name, ngo_name, (pickup->>'latitude')::float8, (pickup->>'longitude')::float8, pickup->>'address',
                   (dropoff->>'latitude')::float8, (dropoff->>'longitude')::float8, dropoff->>'address',
                   pickup_from, pickup_until, expires_at, km, donor_managers, ngo_managers, respond_by, created_at, created_at
            from jsonb_to_recordset($1) as lot(
                id bigint, allocation_id bigint, run_id bigint, donation_id bigint, donor_id bigint, ngo_id bigint, region text,
                grams bigint, title text, food_type text, donor_name text, ngo_name text, pickup jsonb, dropoff jsonb,
                pickup_from timestamptz, pickup_until timestamptz, expires_at timestamptz, km float8,
                donor_managers text[], ngo_managers text[], respond_by timestamptz, created_at timestamptz)
            on conflict (allocation_id) do nothing
            returning id, donor_managers, ngo_managers
            ), people as (
            insert into orders.order_people (subject, order_id)
            select distinct subject, id from added, unnest(donor_managers || ngo_managers) as subject
            )
            select id from added
            """);
        command.Parameters.AddWithValue(NpgsqlDbType.Jsonb, JsonSerializer.Serialize(orders, RowJson));
        var added = new HashSet<long>(orders.Count);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            added.Add(reader.GetInt64(0));
        }

        return added;
    }

    /// <summary>Writes what an action may change; the caller holds the row's lock.</summary>
    public async Task UpdateAsync(CommandContext context, Order order, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            update orders.orders
            set version = $2, status = $3, driver_id = $4, driver_user = $5, picked_up_grams = $6, delivered_grams = $7,
                reason = $8, updated_at = $9, delivered_at = $10
            where id = $1 and version = $2 - 1
            """);
        command.With(order.Id).With(order.Version).With(order.Status.Name()).With(order.DriverId).With(order.DriverUser)
            .With(order.PickedUpGrams).With(order.DeliveredGrams).With(order.Reason).With(order.UpdatedAt).With(order.DeliveredAt);
        if (await command.ExecuteNonQueryAsync(cancellationToken) != 1)
        {
            throw new InvalidOperationException($"Order {order.Id} was changed without its lock.");
        }
    }

    /// <summary>Lets the driver see the order from now on.</summary>
    public async Task ShowToDriverAsync(CommandContext context, Order order, CancellationToken cancellationToken)
    {
        await using var command = context.Command(
            "insert into orders.order_people (subject, order_id) select $1, $2 where $1 is not null on conflict do nothing");
        await command.With(order.DriverUser).With(order.Id).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Expires proposals nobody answered and food that spoiled before pickup, oldest first.</summary>
    public Task<IReadOnlyList<ChangedOrder>> ExpireAsync(CommandContext context, int most, CancellationToken cancellationToken) =>
        ChangeAsync(context, "expired", """
            select id, status as previous, case when expires_at <= $1 then 'The food expired before pickup.'
                                                else 'The proposal was not answered in time.' end as why
            from orders.orders
            where (status = 'proposed' and least(respond_by, expires_at) <= $1)
               or (status in ('accepted', 'assigned') and expires_at <= $1)
            order by id limit $2 for update skip locked
            """, command => command.With(context.Now).With(most), cancellationToken);

    /// <summary>Completes orders delivered before <paramref name="deliveredBefore"/> whose receipt nobody confirmed.</summary>
    public Task<IReadOnlyList<ChangedOrder>> CompleteAsync(
        CommandContext context, DateTimeOffset deliveredBefore, int most, CancellationToken cancellationToken) =>
        ChangeAsync(context, "completed", """
            select id, status as previous, '' as why
            from orders.orders
            where status = 'delivered' and delivered_at <= $2
            order by id limit $3 for update skip locked
            """, command => command.With(context.Now).With(deliveredBefore).With(most), cancellationToken);

    /// <summary>Cancels the orders of these donations that were not picked up yet.</summary>
    public Task<IReadOnlyList<ChangedOrder>> CancelOfAsync(CommandContext context, long[] donationIds, CancellationToken cancellationToken) =>
        ChangeAsync(context, "cancelled", """
            select o.id, o.status as previous, 'The donation was cancelled.' as why
            from orders.orders o
            where o.donation_id = any($2) and o.status in ('proposed', 'accepted', 'assigned')
              and exists (select from orders.donations d where d.donation_id = o.donation_id and d.cancelled_at is not null)
            order by o.id for update
            """, command => command.With(context.Now).With(donationIds), cancellationToken);

    /// <summary>Locks the donations that orders are about to be added to.</summary>
    public async Task LockDonationsAsync(CommandContext context, long[] donationIds, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            insert into orders.donations (donation_id) select id from unnest($1) as id order by id
            on conflict (donation_id) do update set donation_id = excluded.donation_id
            """);
        await command.With(donationIds).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Remembers a cancelled donation, so that orders that arrive after it are cancelled too.</summary>
    public async Task RememberCancelledAsync(CommandContext context, long donationId, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            insert into orders.donations (donation_id, cancelled_at) values ($1, $2)
            on conflict (donation_id) do update set cancelled_at = coalesce(donations.cancelled_at, excluded.cancelled_at)
            """);
        await command.With(donationId).With(context.Now).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Hands the NGO's unfinished orders to its present managers; those before them see them no longer.</summary>
    public Task SetNgoManagersAsync(CommandContext context, long ngoId, string[] managers, CancellationToken cancellationToken) =>
        SetManagersAsync(context, "ngo_id", "ngo_managers", ngoId, managers, cancellationToken);

    /// <summary>Hands the donor's unfinished orders to its present managers; those before them see them no longer.</summary>
    public Task SetDonorManagersAsync(CommandContext context, long donorId, string[] managers, CancellationToken cancellationToken) =>
        SetManagersAsync(context, "donor_id", "donor_managers", donorId, managers, cancellationToken);

    private static async Task SetManagersAsync(
        CommandContext context, string owner, string column, long ownerId, string[] managers, CancellationToken cancellationToken)
    {
        await using var update = context.Command($"""
            update orders.orders set {column} = $2
            where {owner} = $1 and {column} <> $2 and status in ('proposed', 'accepted', 'assigned', 'picked_up', 'delivered')
            returning id
            """);
        update.With(ownerId).With(managers);
        var ids = new List<long>();
        await using (var reader = await update.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                ids.Add(reader.GetInt64(0));
            }
        }

        if (ids.Count > 0)
        {
            await SetPeopleAsync(context, [.. ids], cancellationToken);
        }
    }

    private static async Task SetPeopleAsync(CommandContext context, long[] orderIds, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            with people as (
                select distinct subject, o.id from orders.orders o,
                    unnest(o.donor_managers || o.ngo_managers || o.driver_user) as subject
                where o.id = any($1) and subject is not null
            ), gone as (
                delete from orders.order_people p
                where p.order_id = any($1) and not exists (select from people where people.subject = p.subject and people.id = p.order_id)
            )
            insert into orders.order_people (subject, order_id) select subject, id from people on conflict do nothing
            """);
        await command.With(orderIds).ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<ChangedOrder>> ChangeAsync(
        CommandContext context, string status, string due, Action<NpgsqlCommand> bind, CancellationToken cancellationToken)
    {
        await using var command = context.Command($"""
            with due as materialized ({due})
            update orders.orders o
            set status = '{status}', version = o.version + 1, updated_at = $1, reason = due.why
            from due where o.id = due.id
            returning {OrderRow.Columns}, due.previous
            """);
        bind(command);
        var changed = new List<ChangedOrder>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            changed.Add(new ChangedOrder(OrderRow.Read(reader), OrderStatusNames.Parse(reader.GetString(OrderRow.Width))));
        }

        return changed;
    }
}
