using Npgsql;
using NpgsqlTypes;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;

namespace Thesis.Services.Donations.Data;

/// <summary>The SQL of single donations.</summary>
public static class DonationStore
{
    /// <param name="of">The recurring donation that posts it, and for which day; null for one that a person posts.</param>
    /// <returns>False when that day of the recurring donation was posted already.</returns>
    public static async Task<bool> InsertAsync(
        CommandContext command, Donation donation, CancellationToken cancellationToken, (long TemplateId, DateOnly Day)? of = null)
    {
        await using var insert = command.Command("""
            insert into donations.donation (
                id, version, donor_id, latitude, longitude, address, region, food_type, title, quantity_grams, smallest_lot_grams,
                reserved_grams, delivered_grams, lost_grams, storage_class, expires_at, pickup_from, pickup_until, status,
                amount, unit, unit_kg, allergens, access_notes, pickup_notes, template_id, template_day, created_at, updated_at)
            values (
                @id, 1, @donor, @latitude, @longitude, @address, @region, @foodType, @title, @quantity, @smallestLot,
                0, 0, 0, @storageClass, @expiresAt, @pickupFrom, @pickupUntil, @status,
                @amount, @unit, @unitKg, @allergens, @accessNotes, @pickupNotes, @template, @templateDay, @now, @now)
            on conflict (template_id, template_day) where template_id is not null do nothing
            """);
        insert.Parameters.AddWithValue("status", donation.Status);
        insert.Parameters.Add(new NpgsqlParameter("template", NpgsqlDbType.Bigint) { Value = (object?)of?.TemplateId ?? DBNull.Value });
        insert.Parameters.Add(new NpgsqlParameter("templateDay", NpgsqlDbType.Date) { Value = (object?)of?.Day ?? DBNull.Value });
        insert.Parameters.AddWithValue("donor", donation.Donor.Id);
        insert.Parameters.AddWithValue("region", donation.Place.Region);
        Bind(insert, donation, command.Now);
        return await insert.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Reads the donation and locks its row until the command ends.</summary>
    public static async Task<Donation?> FindForUpdateAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"""
            select {DonationRows.Columns}
            from donations.donation d join donations.donor o on o.id = d.donor_id
            where d.id = @id
            for update of d
            """);
        select.Parameters.AddWithValue("id", id);
        return await DonationRows.ReadOneAsync(select, cancellationToken);
    }

    /// <summary>Stores what the donor states and the place; the row must be locked.</summary>
    /// <returns>The donation as it is now.</returns>
    public static async Task<Donation> UpdateOfferAsync(CommandContext command, Donation donation, CancellationToken cancellationToken)
    {
        await using var update = command.Command($"""
            update donations.donation d
            set version = d.version + 1, latitude = @latitude, longitude = @longitude, address = @address, food_type = @foodType,
                title = @title, quantity_grams = @quantity, smallest_lot_grams = @smallestLot, storage_class = @storageClass,
                expires_at = @expiresAt, pickup_from = @pickupFrom, pickup_until = @pickupUntil, updated_at = @now,
                amount = @amount, unit = @unit, unit_kg = @unitKg, allergens = @allergens, access_notes = @accessNotes, pickup_notes = @pickupNotes,
                status = donations.status_after(
                    d.status, @quantity, d.reserved_grams, d.delivered_grams, d.lost_grams, @smallestLot, @expiresAt, @now)
            from donations.donor o
            where d.id = @id and o.id = d.donor_id
            returning {DonationRows.Columns}
            """);
        Bind(update, donation, command.Now);
        return (await DonationRows.ReadAllAsync(update, cancellationToken)).Single();
    }

    /// <summary>Publishes a draft; the row must be locked.</summary>
    /// <returns>The donation as it is now.</returns>
    public static async Task<Donation> PublishAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        await using var update = command.Command($"""
            update donations.donation d
            set version = d.version + 1, status = 'open', updated_at = @now
            from donations.donor o
            where d.id = @id and d.status = 'draft' and o.id = d.donor_id
            returning {DonationRows.Columns}
            """);
        update.Parameters.AddWithValue("id", id);
        update.Parameters.AddWithValue("now", NpgsqlDbType.TimestampTz, command.Now.UtcDateTime);
        return (await DonationRows.ReadAllAsync(update, cancellationToken)).Single();
    }

    /// <summary>Withdraws what is not picked up yet; the row must be locked.</summary>
    /// <returns>The donation as it is now.</returns>
    public static async Task<Donation> CancelAsync(CommandContext command, long id, string reason, CancellationToken cancellationToken)
    {
        await using var update = command.Command($"""
            update donations.donation d
            set version = d.version + 1, status = 'cancelled', withdrawal_reason = @reason, updated_at = @now
            from donations.donor o
            where d.id = @id and o.id = d.donor_id
            returning {DonationRows.Columns}
            """);
        update.Parameters.AddWithValue("id", id);
        update.Parameters.AddWithValue("reason", reason);
        update.Parameters.AddWithValue("now", NpgsqlDbType.TimestampTz, command.Now.UtcDateTime);
        return (await DonationRows.ReadAllAsync(update, cancellationToken)).Single();
    }

    /// <summary>Ends at most <paramref name="most"/> donations whose food has expired, oldest first. Rows that another process works on are left to it.</summary>
    public static async Task<IReadOnlyList<Donation>> ExpireAsync(CommandContext command, int most, CancellationToken cancellationToken)
    {
        await using var update = command.Command($"""
            with due as (
                select id from donations.donation
                where status in ('open', 'allocated') and expires_at <= @now
                order by expires_at
                limit @most
                for update skip locked)
            update donations.donation d
            set version = d.version + 1, updated_at = @now,
                status = donations.status_after(
                    d.status, d.quantity_grams, d.reserved_grams, d.delivered_grams, d.lost_grams, d.smallest_lot_grams, d.expires_at, @now)
            from due, donations.donor o
            where d.id = due.id and o.id = d.donor_id
            returning {DonationRows.Columns}
            """);
        update.Parameters.AddWithValue("most", most);
        update.Parameters.AddWithValue("now", NpgsqlDbType.TimestampTz, command.Now.UtcDateTime);
        return await DonationRows.ReadAllAsync(update, cancellationToken);
    }

    private static void Bind(NpgsqlCommand target, Donation donation, DateTimeOffset now)
    {
        target.Parameters.AddWithValue("id", donation.Id);
        target.Parameters.AddWithValue("latitude", donation.Place.Latitude);
        target.Parameters.AddWithValue("longitude", donation.Place.Longitude);
        target.Parameters.AddWithValue("address", donation.Place.Address);
        target.Parameters.AddWithValue("foodType", donation.Offer.FoodType);
        target.Parameters.AddWithValue("title", donation.Offer.Title);
        target.Parameters.AddWithValue("quantity", donation.Offer.QuantityGrams);
        target.Parameters.AddWithValue("smallestLot", donation.Offer.SmallestLotGrams);
        target.Parameters.AddWithValue("storageClass", donation.Offer.StorageClass);
        target.Parameters.AddWithValue("expiresAt", NpgsqlDbType.TimestampTz, donation.Offer.ExpiresAt.UtcDateTime);
        target.Parameters.AddWithValue("pickupFrom", NpgsqlDbType.TimestampTz, donation.Offer.PickupFrom.UtcDateTime);
        target.Parameters.AddWithValue("pickupUntil", NpgsqlDbType.TimestampTz, donation.Offer.PickupUntil.UtcDateTime);
        target.Parameters.AddWithValue("now", NpgsqlDbType.TimestampTz, now.UtcDateTime);
        var details = donation.Offer.Details;
        target.Parameters.AddWithValue("amount", details.Amount);
        target.Parameters.AddWithValue("unit", details.Unit);
        target.Parameters.AddWithValue("unitKg", details.UnitKg);
        target.Parameters.Add(new NpgsqlParameter("allergens", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = (object?)details.Allergens?.ToArray() ?? DBNull.Value });
        target.Parameters.AddWithValue("accessNotes", details.AccessNotes);
        target.Parameters.AddWithValue("pickupNotes", details.PickupNotes);
    }
}
