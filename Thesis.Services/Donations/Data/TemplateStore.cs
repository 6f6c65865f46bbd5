using Npgsql;
using NpgsqlTypes;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donations.Data;

/// <summary>A template with the time zone of its donor's region.</summary>
public sealed record ZonedTemplate(Template Template, string? TimeZone);

/// <summary>The SQL of recurring donations.</summary>
public sealed class TemplateStore(NpgsqlDataSource database)
{
    private const string Columns =
        "t.id, t.version, t.donor_id, o.name, o.latitude, o.longitude, o.address, o.region, o.verified, o.managers, r.time_zone, " +
        "t.food_type, t.title, t.quantity_grams, t.smallest_lot_grams, t.storage_class, t.amount, t.unit, t.unit_kg, t.allergens, t.access_notes, " +
        "t.pickup_notes, t.weekdays, t.from_minute, t.until_minute, t.keeps_minutes, t.ahead_minutes, t.starts_on, t.ends_on, t.exceptions, t.next_day, t.next_at";

    private const string Tables = "donations.template t join donations.donor o on o.id = t.donor_id left join donations.region r on r.region = o.region";

    public static async Task InsertAsync(CommandContext command, Template template, CancellationToken cancellationToken)
    {
        await using var insert = command.Command("""
            insert into donations.template (id, version, donor_id, food_type, title, quantity_grams, smallest_lot_grams, storage_class, amount, unit, unit_kg,
                allergens, access_notes, pickup_notes, weekdays, from_minute, until_minute, keeps_minutes, ahead_minutes, starts_on, ends_on, exceptions,
                next_day, next_at, created_at, updated_at)
            values (@id, @version, @donor, @foodType, @title, @quantity, @smallestLot, @storageClass, @amount, @unit, @unitKg,
                @allergens, @accessNotes, @pickupNotes, @weekdays, @fromMinute, @untilMinute, @keeps, @ahead, @startsOn, @endsOn, @exceptions,
                @nextDay, @nextAt, @now, @now)
            """);
        insert.Parameters.AddWithValue("donor", template.Donor.Id);
        Bind(insert, template, command.Now);
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Stores every field but the donor; the row must be locked.</summary>
    public static async Task UpdateAsync(CommandContext command, Template template, CancellationToken cancellationToken)
    {
        await using var update = command.Command("""
            update donations.template
            set version = @version, food_type = @foodType, title = @title, quantity_grams = @quantity, smallest_lot_grams = @smallestLot,
                storage_class = @storageClass, amount = @amount, unit = @unit, unit_kg = @unitKg, allergens = @allergens, access_notes = @accessNotes,
                pickup_notes = @pickupNotes, weekdays = @weekdays, from_minute = @fromMinute, until_minute = @untilMinute, keeps_minutes = @keeps,
                ahead_minutes = @ahead, starts_on = @startsOn, ends_on = @endsOn, exceptions = @exceptions, next_day = @nextDay, next_at = @nextAt, updated_at = @now
            where id = @id
            """);
        Bind(update, template, command.Now);
        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reads and locks the template until the command ends.</summary>
    public static async Task<ZonedTemplate?> FindForUpdateAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"select {Columns} from {Tables} where t.id = @id for update of t");
        select.Parameters.AddWithValue("id", id);
        return (await ReadAllAsync(select, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Locks at most <paramref name="most"/> templates that are to be posted now. Those that another process works on are left to it.</summary>
    public static async Task<IReadOnlyList<ZonedTemplate>> DueAsync(CommandContext command, int most, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"""
            select {Columns} from {Tables} where t.next_at <= @now order by t.next_at limit @most for update of t skip locked
            """);
        select.Parameters.AddWithValue("now", NpgsqlDbType.TimestampTz, command.Now.UtcDateTime);
        select.Parameters.AddWithValue("most", most);
        return await ReadAllAsync(select, cancellationToken);
    }

    /// <summary>The zone of a region, as far as it is known here.</summary>
    public static async Task<string?> TimeZoneAsync(CommandContext command, string region, CancellationToken cancellationToken)
    {
        await using var select = command.Command("select time_zone from donations.region where region = @region");
        select.Parameters.AddWithValue("region", region);
        return await select.ExecuteScalarAsync(cancellationToken) as string;
    }

    public async Task<ZonedTemplate?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"select {Columns} from {Tables} where t.id = @id");
        select.Parameters.AddWithValue("id", id);
        return (await ReadAllAsync(select, cancellationToken)).SingleOrDefault();
    }

    /// <summary>The first <paramref name="limit"/> templates after the one of id <paramref name="after"/>, by id.</summary>
    /// <param name="manager">Only those of donors that this subject manages; null for all.</param>
    /// <param name="donorId">Only this donor's; null for all.</param>
    public async Task<IReadOnlyList<ZonedTemplate>> ListAsync(string? manager, long? donorId, long after, int limit, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand();
        select.CommandText = $"""
            select {Columns} from {Tables}
            where t.id > @after
                {select.Where("and o.managers @> array[@manager]", "manager", manager)}
                {select.Where("and t.donor_id = @donor", "donor", donorId)}
            order by t.id
            limit @limit
            """;
        select.Parameters.AddWithValue("after", after);
        select.Parameters.AddWithValue("limit", limit);
        return await ReadAllAsync(select, cancellationToken);
    }

    private static void Bind(NpgsqlCommand target, Template template, DateTimeOffset now)
    {
        var (offer, recurrence) = (template.Offer, template.Recurrence);
        target.Parameters.AddWithValue("id", template.Id);
        target.Parameters.AddWithValue("version", template.Version);
        target.Parameters.AddWithValue("foodType", offer.FoodType);
        target.Parameters.AddWithValue("title", offer.Title);
        target.Parameters.AddWithValue("quantity", offer.QuantityGrams);
        target.Parameters.AddWithValue("smallestLot", offer.SmallestLotGrams);
        target.Parameters.AddWithValue("storageClass", offer.StorageClass);
        target.Parameters.AddWithValue("amount", offer.Details.Amount);
        target.Parameters.AddWithValue("unit", offer.Details.Unit);
        target.Parameters.AddWithValue("unitKg", offer.Details.UnitKg);
        target.Parameters.Add(new NpgsqlParameter("allergens", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = (object?)offer.Details.Allergens?.ToArray() ?? DBNull.Value });
        target.Parameters.AddWithValue("accessNotes", offer.Details.AccessNotes);
        target.Parameters.AddWithValue("pickupNotes", offer.Details.PickupNotes);
        target.Parameters.AddWithValue("weekdays", recurrence.Weekdays.ToArray());
        target.Parameters.AddWithValue("fromMinute", recurrence.FromMinute);
        target.Parameters.AddWithValue("untilMinute", recurrence.UntilMinute);
        target.Parameters.AddWithValue("keeps", recurrence.KeepsMinutes);
        target.Parameters.AddWithValue("ahead", recurrence.AheadMinutes);
        target.Parameters.AddWithValue("startsOn", recurrence.StartsOn);
        target.Parameters.Add(new NpgsqlParameter("endsOn", NpgsqlDbType.Date) { Value = (object?)recurrence.EndsOn ?? DBNull.Value });
        target.Parameters.AddWithValue("exceptions", recurrence.Exceptions.ToArray());
        target.Parameters.Add(new NpgsqlParameter("nextDay", NpgsqlDbType.Date) { Value = (object?)template.Next?.Day ?? DBNull.Value });
        target.Parameters.Add(new NpgsqlParameter("nextAt", NpgsqlDbType.TimestampTz) { Value = (object?)template.Next?.At.UtcDateTime ?? DBNull.Value });
        target.Parameters.AddWithValue("now", NpgsqlDbType.TimestampTz, now.UtcDateTime);
    }

    private static async Task<IReadOnlyList<ZonedTemplate>> ReadAllAsync(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        var templates = new List<ZonedTemplate>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            templates.Add(new ZonedTemplate(Read(reader), reader.IsDBNull(10) ? null : reader.GetString(10)));
        }

        return templates;
    }

    private static Template Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetInt64(1),
        new DonorInfo(
            reader.GetInt64(2), reader.GetString(3), new Place(reader.GetDouble(4), reader.GetDouble(5), reader.GetString(6), reader.GetString(7)),
            reader.GetBoolean(8), reader.GetFieldValue<string[]>(9)),
        new Offer(
            reader.GetString(11), reader.GetString(12), reader.GetInt64(13), reader.GetInt64(14), reader.GetString(15), default, default, default,
            new OfferDetails(
                reader.GetDecimal(16), reader.GetString(17), reader.GetDecimal(18), reader.IsDBNull(19) ? null : reader.GetFieldValue<string[]>(19),
                reader.GetString(20), reader.GetString(21))),
        new Recurrence(
            reader.GetFieldValue<int[]>(22), reader.GetInt32(23), reader.GetInt32(24), reader.GetInt32(25), reader.GetInt32(26),
            reader.GetFieldValue<DateOnly>(27), reader.IsDBNull(28) ? null : reader.GetFieldValue<DateOnly>(28), reader.GetFieldValue<DateOnly[]>(29)),
        reader.IsDBNull(30) ? null : new NextPosting(reader.GetFieldValue<DateOnly>(30), reader.GetFieldValue<DateTimeOffset>(31)));
}
