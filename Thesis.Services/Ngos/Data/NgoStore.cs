using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Domain;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Ngos.Data;

/// <summary>Which NGOs a list holds; null means all.</summary>
/// <param name="Manager">Only those that this subject manages.</param>
public sealed record NgoFilter(string? Region, string? Manager, bool? Verified);

/// <summary>A row of an import; null where it says nothing.</summary>
public sealed record NgoRow(
    Ngo Ngo, long? CapacityGrams, int? Slots, IReadOnlyList<string>? StorageClasses, IReadOnlyList<string>? FoodPreferences, int? Priority);

/// <summary>The SQL of the ngos schema.</summary>
public sealed class NgoStore(NpgsqlDataSource database)
{
    private const string Columns = "id, version, name, kind, latitude, longitude, address, region, opening_hours, verified, managers, " +
        "daily_capacity_grams, daily_slots, storage_classes, food_preferences, priority, accepting, " +
        "ambient_capacity_grams, chilled_capacity_grams, frozen_capacity_grams";

    private const string ReadColumns = Columns + ", contacts::text, access_notes, resumes_on, pause_reason, closures::text, days::text, staff, locations::text";

    /// <summary>The constraint by which no two of them are the same place.</summary>
    public const string UniqueConstraint = "ngo_is_unique";

    /// <summary>Adds a row with the commit.</summary>
    public static void Insert(CommandContext command, Ngo ngo) => command.AtCommit(Bound($"""
        insert into ngos.ngo ({Columns}, created_at, updated_at)
        values (@id, @version, @name, @kind, @latitude, @longitude, @address, @region, @openingHours, @verified, @managers,
            @capacity, @slots, @storage, @preferences, @priority, @accepting, @ambient, @chilled, @frozen, @now, @now)
        """, ngo, command.Now));

    /// <summary>Reads and locks the row until the command ends.</summary>
    public static async Task<Ngo?> FindForUpdateAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"select {ReadColumns} from ngos.ngo where id = @id for update");
        select.Parameters.AddWithValue("id", id);
        return await ReadOneAsync(select, cancellationToken);
    }

    /// <summary>Stores every field of <paramref name="ngo"/> with the commit; its row must be locked.</summary>
    public static void Update(CommandContext command, Ngo ngo) => command.AtCommit(Bound("""
        update ngos.ngo
        set version = @version, name = @name, kind = @kind, latitude = @latitude, longitude = @longitude, address = @address,
            region = @region, opening_hours = @openingHours, verified = @verified, managers = @managers, daily_capacity_grams = @capacity, daily_slots = @slots,
            storage_classes = @storage, food_preferences = @preferences, priority = @priority, accepting = @accepting,
            ambient_capacity_grams = @ambient, chilled_capacity_grams = @chilled, frozen_capacity_grams = @frozen, updated_at = @now
        where id = @id
        """, ngo, command.Now));

    /// <summary>Stores whether it accepts, its calendar, its contacts and the version, with the commit; the row must be locked.</summary>
    public static void UpdateIntake(CommandContext command, Ngo ngo)
    {
        var update = new NpgsqlBatchCommand("""
            update ngos.ngo
            set version = @version, accepting = @accepting, resumes_on = @resumesOn, pause_reason = @pauseReason, closures = @closures::jsonb,
                days = @days::jsonb, contacts = @contacts::jsonb, access_notes = @accessNotes, updated_at = @now
            where id = @id
            """);
        update.Parameters.AddWithValue("id", ngo.Id);
        update.Parameters.AddWithValue("version", ngo.Version);
        update.Parameters.AddWithValue("accepting", ngo.Intake.Accepting);
        update.Parameters.Add(new NpgsqlParameter("resumesOn", NpgsqlTypes.NpgsqlDbType.Date) { Value = (object?)ngo.Calendar.ResumesOn ?? DBNull.Value });
        update.Parameters.AddWithValue("pauseReason", ngo.Calendar.PauseReason);
        update.Parameters.AddWithValue("closures", IntakeCalendar.ToJson(ngo.Calendar.Closures));
        update.Parameters.AddWithValue("days", IntakeCalendar.ToJson(ngo.Calendar.Days));
        update.Parameters.AddWithValue("contacts", Contact.ToJson(ngo.Contacts.Contacts));
        update.Parameters.AddWithValue("accessNotes", ngo.Contacts.AccessNotes);
        update.Parameters.AddWithValue("now", command.Now.UtcDateTime);
        command.AtCommit(update);
    }

    /// <summary>Stores who acts for it, and the version, with the commit; the row must be locked.</summary>
    public static void UpdatePeople(CommandContext command, Ngo ngo) => command.AtCommit(new NpgsqlBatchCommand("""
        update ngos.ngo set version = @version, managers = @managers, staff = @staff, updated_at = @now where id = @id
        """).Set("id", ngo.Id).Set("version", ngo.Version).Set("managers", ngo.Managers.ToArray()).Set("staff", ngo.Staff.ToArray()).Set("now", command.Now));

    /// <summary>Stores the further places and the version, with the commit; the row must be locked.</summary>
    public static void UpdateLocations(CommandContext command, Ngo ngo) => command.AtCommit(new NpgsqlBatchCommand("""
        update ngos.ngo set version = @version, locations = @locations, updated_at = @now where id = @id
        """).Set("id", ngo.Id).Set("version", ngo.Version).SetJson("locations", Location.ToJson(ngo.Locations)).Set("now", command.Now));

    /// <summary>
    /// Creates or corrects NGOs by region, name and coordinates; no two of them may be the same place. What a row leaves open stays as it
    /// is, or is <see cref="Intake.Standard"/> for a new NGO. An NGO that is known keeps its
    /// managers unless it has none. Rows that change nothing are not returned.
    /// </summary>
    public static async Task<IReadOnlyList<(Ngo Ngo, bool Created)>> UpsertAsync(
        CommandContext command, IReadOnlyList<NgoRow> rows, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command($"""
            insert into ngos.ngo as known ({Columns}, created_at, updated_at)
            select row.id, 1, name, row.kind, latitude, longitude, row.address, row.region, row.opening_hours, true,
                case when manager = '' then '{"{}"}'::text[] else array[manager] end,
                coalesce(capacity, present.daily_capacity_grams, @standardCapacity), coalesce(slots, present.daily_slots, @standardSlots),
                coalesce(string_to_array(storage, '|'), present.storage_classes, @standardStorage),
                coalesce(string_to_array(preferences, '|'), present.food_preferences, @standardPreferences),
                coalesce(row.priority, present.priority, @standardPriority), true,
                present.ambient_capacity_grams, present.chilled_capacity_grams, present.frozen_capacity_grams, @now, @now
            from unnest(@ids, @names, @kinds, @latitudes, @longitudes, @addresses, @regions, @openingHours, @managers,
                    @capacities, @slots, @storage, @preferences, @priorities)
                as row (id, name, kind, latitude, longitude, address, region, opening_hours, manager,
                    capacity, slots, storage, preferences, priority)
                left join ngos.ngo present using (region, name, latitude, longitude)
            order by region, name, latitude, longitude
            on conflict on constraint ngo_is_unique do update
            set version = known.version + 1, kind = excluded.kind, address = excluded.address, region = excluded.region,
                opening_hours = excluded.opening_hours, verified = true, daily_capacity_grams = excluded.daily_capacity_grams,
                daily_slots = excluded.daily_slots, storage_classes = excluded.storage_classes,
                food_preferences = excluded.food_preferences, priority = excluded.priority, updated_at = excluded.updated_at,
                managers = case when cardinality(known.managers) = 0 then excluded.managers else known.managers end
            where (known.kind, known.address, known.region, known.opening_hours, known.verified, known.daily_capacity_grams,
                    known.daily_slots, known.storage_classes, known.food_preferences, known.priority)
                    is distinct from (excluded.kind, excluded.address, excluded.region, excluded.opening_hours, true, excluded.daily_capacity_grams,
                        excluded.daily_slots, excluded.storage_classes, excluded.food_preferences, excluded.priority)
                or cardinality(known.managers) = 0 and cardinality(excluded.managers) > 0
            returning {ReadColumns}
            """);
        upsert.Parameters.AddWithValue("ids", rows.Select(row => row.Ngo.Id).ToArray());
        upsert.Parameters.AddWithValue("names", rows.Select(row => row.Ngo.Name).ToArray());
        upsert.Parameters.AddWithValue("kinds", rows.Select(row => row.Ngo.Kind).ToArray());
        upsert.Parameters.AddWithValue("latitudes", rows.Select(row => row.Ngo.Place.Latitude).ToArray());
        upsert.Parameters.AddWithValue("longitudes", rows.Select(row => row.Ngo.Place.Longitude).ToArray());
        upsert.Parameters.AddWithValue("addresses", rows.Select(row => row.Ngo.Place.Address).ToArray());
        upsert.Parameters.AddWithValue("regions", rows.Select(row => row.Ngo.Place.Region).ToArray());
        upsert.Parameters.AddWithValue("openingHours", rows.Select(row => row.Ngo.OpeningHours).ToArray());
        upsert.Parameters.AddWithValue("managers", rows.Select(row => row.Ngo.Managers is [var first, ..] ? first : "").ToArray());
        upsert.Parameters.AddWithValue("capacities", rows.Select(row => row.CapacityGrams).ToArray());
        upsert.Parameters.AddWithValue("slots", rows.Select(row => row.Slots).ToArray());
        upsert.Parameters.AddWithValue("storage", rows.Select(row => row.StorageClasses is null ? null : string.Join('|', row.StorageClasses)).ToArray());
        upsert.Parameters.AddWithValue("preferences", rows.Select(row => row.FoodPreferences is null ? null : string.Join('|', row.FoodPreferences)).ToArray());
        upsert.Parameters.AddWithValue("priorities", rows.Select(row => row.Priority).ToArray());
        var standard = Intake.Standard;
        upsert.Parameters.AddWithValue("standardCapacity", standard.DailyCapacityGrams);
        upsert.Parameters.AddWithValue("standardSlots", standard.DailySlots);
        upsert.Parameters.AddWithValue("standardStorage", standard.StorageClasses.ToArray());
        upsert.Parameters.AddWithValue("standardPreferences", standard.FoodPreferences.ToArray());
        upsert.Parameters.AddWithValue("standardPriority", standard.Priority);
        upsert.Parameters.AddWithValue("now", command.Now.UtcDateTime);

        var changed = await ReadAllAsync(upsert, cancellationToken);
        var given = rows.Select(row => row.Ngo.Id).ToHashSet();
        return [.. changed.Select(ngo => (ngo, given.Contains(ngo.Id)))];
    }

    /// <summary>Takes a person out of the managers and contacts; see <see cref="FormerPeople"/>.</summary>
    /// <returns>Those that named the person, as they are now.</returns>
    public static async Task<IReadOnlyList<Ngo>> ForgetPersonAsync(
        CommandContext command, string userId, string[] contactHashes, CancellationToken cancellationToken)
    {
        await using var update = command.Command($"{FormerPeople.Forget("ngos.ngo")} returning {ReadColumns}");
        FormerPeople.Bind(update, userId, contactHashes, command.Now);
        return await ReadAllAsync(update, cancellationToken);
    }

    public async Task<Ngo?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"select {ReadColumns} from ngos.ngo where id = @id");
        select.Parameters.AddWithValue("id", id);
        return await ReadOneAsync(select, cancellationToken);
    }

    public async Task<IReadOnlyList<Ngo>> FindAllAsync(long[] ids, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"select {ReadColumns} from ngos.ngo where id = any(@ids)");
        select.Parameters.AddWithValue("ids", ids);
        return await ReadAllAsync(select, cancellationToken);
    }

    /// <summary>The first <paramref name="limit"/> NGOs after the one of id <paramref name="after"/>, by id.</summary>
    public async Task<IReadOnlyList<Ngo>> ListAsync(NgoFilter filter, long? after, int limit, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand();
        select.CommandText = $"""
            select {ReadColumns} from ngos.ngo
            where id > @after
                {select.Where("and region = @region", "region", filter.Region)}
                {select.Where("and managers @> array[@manager]", "manager", filter.Manager)}
                {select.Where("and verified = @verified", "verified", filter.Verified)}
            order by id
            limit @limit
            """;
        select.Parameters.AddWithValue("after", after ?? 0);
        select.Parameters.AddWithValue("limit", limit);
        return await ReadAllAsync(select, cancellationToken);
    }

    private static NpgsqlBatchCommand Bound(string sql, Ngo ngo, DateTimeOffset now)
    {
        var target = new NpgsqlBatchCommand(sql);
        target.Parameters.AddWithValue("id", ngo.Id);
        target.Parameters.AddWithValue("version", ngo.Version);
        target.Parameters.AddWithValue("name", ngo.Name);
        target.Parameters.AddWithValue("kind", ngo.Kind);
        target.Parameters.AddWithValue("latitude", ngo.Place.Latitude);
        target.Parameters.AddWithValue("longitude", ngo.Place.Longitude);
        target.Parameters.AddWithValue("address", ngo.Place.Address);
        target.Parameters.AddWithValue("region", ngo.Place.Region);
        target.Parameters.AddWithValue("openingHours", ngo.OpeningHours);
        target.Parameters.AddWithValue("verified", ngo.Verified);
        target.Parameters.AddWithValue("managers", ngo.Managers.ToArray());
        target.Parameters.AddWithValue("capacity", ngo.Intake.DailyCapacityGrams);
        target.Parameters.AddWithValue("slots", ngo.Intake.DailySlots);
        target.Parameters.AddWithValue("storage", ngo.Intake.StorageClasses.ToArray());
        target.Parameters.AddWithValue("preferences", ngo.Intake.FoodPreferences.ToArray());
        target.Parameters.AddWithValue("priority", ngo.Intake.Priority);
        target.Parameters.AddWithValue("accepting", ngo.Intake.Accepting);
        target.Parameters.Add(Limit("ambient", ngo.Intake.StorageCapacity.AmbientGrams));
        target.Parameters.Add(Limit("chilled", ngo.Intake.StorageCapacity.ChilledGrams));
        target.Parameters.Add(Limit("frozen", ngo.Intake.StorageCapacity.FrozenGrams));
        target.Parameters.AddWithValue("now", now.UtcDateTime);
        return target;
    }

    private static NpgsqlParameter Limit(string name, long? grams) =>
        new(name, NpgsqlTypes.NpgsqlDbType.Bigint) { Value = grams is { } known ? known : DBNull.Value };

    private static long? ReadLimit(NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetInt64(at);

    private static async Task<Ngo?> ReadOneAsync(NpgsqlCommand select, CancellationToken cancellationToken) =>
        (await ReadAllAsync(select, cancellationToken)).SingleOrDefault();

    private static async Task<IReadOnlyList<Ngo>> ReadAllAsync(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        var ngos = new List<Ngo>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            ngos.Add(new Ngo(
                reader.GetInt64(0),
                reader.GetInt64(1),
                reader.GetString(2),
                reader.GetString(3),
                new Place(reader.GetDouble(4), reader.GetDouble(5), reader.GetString(6), reader.GetString(7)),
                reader.GetString(8),
                reader.GetBoolean(9),
                reader.GetFieldValue<string[]>(10),
                new Intake(
                    reader.GetInt64(11),
                    reader.GetInt32(12),
                    reader.GetFieldValue<string[]>(13),
                    reader.GetFieldValue<string[]>(14),
                    reader.GetInt32(15),
                    reader.GetBoolean(16),
                    new StorageCapacity(ReadLimit(reader, 17), ReadLimit(reader, 18), ReadLimit(reader, 19))))
            {
                Staff = reader.GetFieldValue<string[]>(26),
                Contacts = new PlaceContacts(Contact.FromJson(reader.GetString(20)), reader.GetString(21)),
                Locations = Location.FromJson(reader.GetString(27)),
                Calendar = new IntakeCalendar(
                    reader.IsDBNull(22) ? null : reader.GetFieldValue<DateOnly>(22), reader.GetString(23),
                    IntakeCalendar.FromJson<ClosedDays>(reader.GetString(24)), IntakeCalendar.FromJson<DayCapacity>(reader.GetString(25))),
            });
        }

        return ngos;
    }
}
