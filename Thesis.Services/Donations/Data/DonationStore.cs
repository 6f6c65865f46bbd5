using Npgsql;
using NpgsqlTypes;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;

namespace Thesis.Services.Donations.Data;

/// <summary>The SQL of single donations.</summary>
public static class DonationStore
{
    private const string InsertSql = """
        insert into donations.donation (
            id, version, donor_id, latitude, longitude, address, region, food_type, title, quantity_grams, smallest_lot_grams,
            reserved_grams, delivered_grams, lost_grams, storage_class, expires_at, pickup_from, pickup_until, status,
            amount, unit, unit_kg, allergens, access_notes, pickup_notes, template_id, template_day, created_at, updated_at)
        values (
            @id, 1, @donor, @latitude, @longitude, @address, @region, @foodType, @title, @quantity, @smallestLot,
            0, 0, 0, @storageClass, @expiresAt, @pickupFrom, @pickupUntil, @status,
            @amount, @unit, @unitKg, @allergens, @accessNotes, @pickupNotes, @template, @templateDay, @now, @now)
        on conflict (template_id, template_day) where template_id is not null do nothing
        """;

    /// <summary>Adds a donation that a person posts, with the commit.</summary>
    public static void Insert(CommandContext command, Donation donation)
    {
        var insert = new NpgsqlBatchCommand(InsertSql);
        BindNew(insert.Parameters, donation, command.Now, null);
        command.AtCommit(insert);
    }

    /// <summary>Adds a donation that a recurring one posts.</summary>
    /// <param name="of">The recurring donation, and for which day.</param>
    /// <returns>False when that day of the recurring donation was posted already.</returns>
    public static async Task<bool> InsertAsync(
        CommandContext command, Donation donation, (long TemplateId, DateOnly Day) of, CancellationToken cancellationToken)
    {
        await using var insert = command.Command(InsertSql);
        BindNew(insert.Parameters, donation, command.Now, of);
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
        Bind(update.Parameters, donation, command.Now);
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

    /// <summary>Withdraws what is not picked up yet, with the commit; the row must be locked.</summary>
    /// <returns>The donation as it is then.</returns>
    public static Donation Cancel(CommandContext command, Donation donation, string reason)
    {
        command.AtCommit(new NpgsqlBatchCommand("""
            update donations.donation set version = @version, status = 'cancelled', withdrawal_reason = @reason, updated_at = @now
            where id = @id
            """).Set("id", donation.Id).Set("version", donation.Version + 1).Set("reason", reason).Set("now", command.Now));
        return donation with { Version = donation.Version + 1, Status = DonationStatus.Cancelled };
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

    private static void BindNew(NpgsqlParameterCollection parameters, Donation donation, DateTimeOffset now, (long TemplateId, DateOnly Day)? of)
    {
        parameters.AddWithValue("status", donation.Status);
        parameters.Add(new NpgsqlParameter("template", NpgsqlDbType.Bigint) { Value = (object?)of?.TemplateId ?? DBNull.Value });
        parameters.Add(new NpgsqlParameter("templateDay", NpgsqlDbType.Date) { Value = (object?)of?.Day ?? DBNull.Value });
        parameters.AddWithValue("donor", donation.Donor.Id);
        parameters.AddWithValue("region", donation.Place.Region);
        Bind(parameters, donation, now);
    }

    private static void Bind(NpgsqlParameterCollection parameters, Donation donation, DateTimeOffset now)
    {
        parameters.AddWithValue("id", donation.Id);
        parameters.AddWithValue("latitude", donation.Place.Latitude);
        parameters.AddWithValue("longitude", donation.Place.Longitude);
        parameters.AddWithValue("address", donation.Place.Address);
        parameters.AddWithValue("foodType", donation.Offer.FoodType);
        parameters.AddWithValue("title", donation.Offer.Title);
        parameters.AddWithValue("quantity", donation.Offer.QuantityGrams);
        parameters.AddWithValue("smallestLot", donation.Offer.SmallestLotGrams);
        parameters.AddWithValue("storageClass", donation.Offer.StorageClass);
        parameters.AddWithValue("expiresAt", NpgsqlDbType.TimestampTz, donation.Offer.ExpiresAt.UtcDateTime);
        parameters.AddWithValue("pickupFrom", NpgsqlDbType.TimestampTz, donation.Offer.PickupFrom.UtcDateTime);
        parameters.AddWithValue("pickupUntil", NpgsqlDbType.TimestampTz, donation.Offer.PickupUntil.UtcDateTime);
        parameters.AddWithValue("now", NpgsqlDbType.TimestampTz, now.UtcDateTime);
        var details = donation.Offer.Details;
        parameters.AddWithValue("amount", details.Amount);
        parameters.AddWithValue("unit", details.Unit);
        parameters.AddWithValue("unitKg", details.UnitKg);
        parameters.Add(new NpgsqlParameter("allergens", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = (object?)details.Allergens?.ToArray() ?? DBNull.Value });
        parameters.AddWithValue("accessNotes", details.AccessNotes);
        parameters.AddWithValue("pickupNotes", details.PickupNotes);
    }
}
