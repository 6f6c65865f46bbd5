using NpgsqlTypes;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;

namespace Thesis.Services.Donations.Data;

/// <summary>The SQL that moves a donation's quantity between open, reserved, delivered and lost. Relative updates under row locks: commands that race add up.</summary>
public static class LotStore
{
    /// <summary>
    /// Reserves each lot that its donation can honour: open, not expired, at least the smallest lot, and enough left after the
    /// lots of smaller allocation ids. Lots that were answered before are left out of the answer.
    /// </summary>
    public static async Task<IReadOnlyList<JudgedLot>> ReserveAsync(
        CommandContext command, long runId, IReadOnlyCollection<WantedLot> lots, CancellationToken cancellationToken)
    {
        await using var reserve = command.Command("""
            with target as (
                select id, status, open_grams, smallest_lot_grams, expires_at
                from donations.donation where id = any(@donations)
                order by id
                for update),
            judged as (
                select w.*,
                    case
                        when t.id is null then 'There is no such donation.'
                        when t.status <> 'open' then 'The donation is ' || t.status || '.'
                        when t.expires_at <= @now then 'The food has expired.'
                        when w.grams < greatest(t.smallest_lot_grams, 1) then 'The lot is smaller than the smallest that may be taken.'
                        when sum(w.grams) over (partition by w.donation order by w.allocation) > t.open_grams then 'Less than that is left.'
                    end as rejection
                from unnest(@allocations, @donations, @ngos, @grams) as w (allocation, donation, ngo, grams)
                    left join target t on t.id = w.donation
                where not exists (select from donations.lot l where l.allocation_id = w.allocation)
                    and not exists (select from donations.rejected_lot r where r.allocation_id = w.allocation)),
            rejected as (
                insert into donations.rejected_lot (allocation_id, reason, created_at)
                select allocation, rejection, @now from judged where rejection is not null),
            reserved as (
                insert into donations.lot (allocation_id, donation_id, run_id, ngo_id, grams,
                    reserved_grams, delivered_grams, lost_grams, order_version, created_at, updated_at)
                select allocation, donation, @run, ngo, grams, grams, 0, 0, 0, @now, @now
                from judged where rejection is null
                returning donation_id, grams),
            drawn as (
                select donation_id, sum(grams)::bigint as grams from reserved group by donation_id),
            updated as (
                update donations.donation d
                set version = d.version + 1, reserved_grams = d.reserved_grams + drawn.grams, updated_at = @now,
                    status = donations.status_after(d.status, d.quantity_grams, d.reserved_grams + drawn.grams,
                        d.delivered_grams, d.lost_grams, d.smallest_lot_grams, d.expires_at, @now)
                from drawn where d.id = drawn.donation_id)
            select allocation, rejection from judged
            """);
        reserve.Parameters.AddWithValue("run", runId);
        reserve.Parameters.AddWithValue("allocations", lots.Select(lot => lot.AllocationId).ToArray());
        reserve.Parameters.AddWithValue("donations", lots.Select(lot => lot.DonationId).ToArray());
        reserve.Parameters.AddWithValue("ngos", lots.Select(lot => lot.NgoId).ToArray());
        reserve.Parameters.AddWithValue("grams", lots.Select(lot => lot.Grams).ToArray());
        reserve.Parameters.AddWithValue("now", NpgsqlDbType.TimestampTz, command.Now.UtcDateTime);

        var judged = new List<JudgedLot>(lots.Count);
        await using var reader = await reserve.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            judged.Add(new JudgedLot(reader.GetInt64(0), await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetString(1)));
        }

        return judged;
    }

    /// <summary>The donation's quantity with a surplus. It has its most; what is beyond it the donor has to offer as another donation.</summary>
    private const string Grown = "least(d.quantity_grams + m.surplus, 50000000)";

    /// <summary>Moves a lot to where its order says it is, and its donation with it.</summary>
    /// <returns>The donation as it is now; null when the lot is unknown, knows a newer version of the order, or is there already.</returns>
    public static async Task<Donation?> SettleAsync(
        CommandContext command, OrderSnapshot order, LotBalance balance, CancellationToken cancellationToken)
    {
        await using var settle = command.Command($"""
            with before as (
                select allocation_id, donation_id, reserved_grams, delivered_grams, lost_grams, in_transit_grams, surplus_grams
                from donations.lot
                where allocation_id = @allocation and order_version < @version
                for update),
            after as (
                update donations.lot l
                set reserved_grams = @reserved, delivered_grams = @delivered, lost_grams = @lost, in_transit_grams = @inTransit, surplus_grams = @surplus,
                    delivered_at = case when @delivered > 0 then coalesce(l.delivered_at, @now) end,
                    driver_user = @driver, order_version = @version, updated_at = @now
                from before b where l.allocation_id = b.allocation_id),
            moved as (
                select donation_id, @reserved - reserved_grams as reserved, @delivered - delivered_grams as delivered, @lost - lost_grams as lost,
                    @inTransit - in_transit_grams as in_transit, @surplus - surplus_grams as surplus
                from before
                where (reserved_grams, delivered_grams, lost_grams, in_transit_grams, surplus_grams)
                    is distinct from (@reserved, @delivered, @lost, @inTransit, @surplus))
            update donations.donation d
            set version = d.version + 1, updated_at = @now, quantity_grams = {Grown},
                amount = d.amount + round(({Grown} - d.quantity_grams) / 1000.0 / d.unit_kg, 3), reserved_grams = d.reserved_grams + m.reserved,
                delivered_grams = d.delivered_grams + m.delivered, lost_grams = d.lost_grams + m.lost, in_transit_grams = d.in_transit_grams + m.in_transit,
                status = donations.status_after(d.status, {Grown}, d.reserved_grams + m.reserved,
                    d.delivered_grams + m.delivered, d.lost_grams + m.lost, d.smallest_lot_grams, d.expires_at, @now)
            from moved m, donations.donor o
            where d.id = m.donation_id and o.id = d.donor_id
            returning {DonationRows.Columns}
            """);
        settle.Parameters.AddWithValue("allocation", order.AllocationId);
        settle.Parameters.AddWithValue("version", order.Version);
        settle.Parameters.AddWithValue("reserved", balance.ReservedGrams);
        settle.Parameters.AddWithValue("delivered", balance.DeliveredGrams);
        settle.Parameters.AddWithValue("lost", balance.LostGrams);
        settle.Parameters.AddWithValue("inTransit", balance.InTransitGrams);
        settle.Parameters.AddWithValue("surplus", balance.SurplusGrams);
        settle.Parameters.AddWithValue("driver", order.DriverUser);
        settle.Parameters.AddWithValue("now", NpgsqlDbType.TimestampTz, command.Now.UtcDateTime);
        return await DonationRows.ReadOneAsync(settle, cancellationToken);
    }

    /// <summary>The donations of the lots as this command has left them.</summary>
    public static async Task<IReadOnlyDictionary<long, Donation>> DonationsAsync(CommandContext command, long[] ids, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"""
            select {DonationRows.Columns}
            from donations.donation d join donations.donor o on o.id = d.donor_id
            where d.id = any(@ids)
            """);
        select.Parameters.AddWithValue("ids", ids);
        return (await DonationRows.ReadAllAsync(select, cancellationToken)).ToDictionary(donation => donation.Id);
    }
}
