using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Donors.Domain;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donors.Data;

/// <summary>Which donors a list holds; null means all.</summary>
/// <param name="Manager">Only those that this subject manages.</param>
public sealed record DonorFilter(string? Region, string? Manager, bool? Verified);

/// <summary>The SQL of the donors schema.</summary>
public sealed class DonorStore(NpgsqlDataSource database)
{
    private const string Columns = "id, version, name, kind, latitude, longitude, address, region, opening_hours, verified, managers";

    private const string ReadColumns = Columns + ", contacts::text, access_notes, staff, locations::text";

    /// <summary>The constraint by which no two of them are the same place.</summary>
    public const string UniqueConstraint = "donor_is_unique";

    /// <summary>Adds a row with the commit.</summary>
    public static void Insert(CommandContext command, Donor donor) => command.AtCommit(Bound($"""
        insert into donors.donor ({Columns}, created_at, updated_at)
        values (@id, @version, @name, @kind, @latitude, @longitude, @address, @region, @openingHours, @verified, @managers, @now, @now)
        """, donor, command.Now));

    /// <summary>Reads and locks the row until the command ends.</summary>
    public static async Task<Donor?> FindForUpdateAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"select {ReadColumns} from donors.donor where id = @id for update");
        select.Parameters.AddWithValue("id", id);
        return await ReadOneAsync(select, cancellationToken);
    }

    /// <summary>Stores every field of <paramref name="donor"/> with the commit; its row must be locked.</summary>
    public static void Update(CommandContext command, Donor donor) => command.AtCommit(Bound("""
        update donors.donor
        set version = @version, name = @name, kind = @kind, latitude = @latitude, longitude = @longitude, address = @address,
            region = @region, opening_hours = @openingHours, verified = @verified, managers = @managers, updated_at = @now
        where id = @id
        """, donor, command.Now));

    /// <summary>Stores the contacts and how to get in and the version, with the commit; the row must be locked.</summary>
    public static void UpdateContacts(CommandContext command, Donor donor)
    {
        var update = new NpgsqlBatchCommand("""
            update donors.donor set version = @version, contacts = @contacts::jsonb, access_notes = @accessNotes, updated_at = @now where id = @id
            """);
        update.Parameters.AddWithValue("id", donor.Id);
        update.Parameters.AddWithValue("version", donor.Version);
        update.Parameters.AddWithValue("contacts", Contact.ToJson(donor.Contacts.Contacts));
        update.Parameters.AddWithValue("accessNotes", donor.Contacts.AccessNotes);
        update.Parameters.AddWithValue("now", command.Now.UtcDateTime);
        command.AtCommit(update);
    }

    /// <summary>Stores who acts for it, and the version, with the commit; the row must be locked.</summary>
    public static void UpdatePeople(CommandContext command, Donor donor) => command.AtCommit(new NpgsqlBatchCommand("""
        update donors.donor set version = @version, managers = @managers, staff = @staff, updated_at = @now where id = @id
        """).Set("id", donor.Id).Set("version", donor.Version).Set("managers", donor.Managers.ToArray()).Set("staff", donor.Staff.ToArray()).Set("now", command.Now));

    /// <summary>Stores the further places and the version, with the commit; the row must be locked.</summary>
    public static void UpdateLocations(CommandContext command, Donor donor) => command.AtCommit(new NpgsqlBatchCommand("""
        update donors.donor set version = @version, locations = @locations, updated_at = @now where id = @id
        """).Set("id", donor.Id).Set("version", donor.Version).SetJson("locations", Location.ToJson(donor.Locations)).Set("now", command.Now));

    /// <summary>
    /// Creates or corrects donors by region, name and coordinates; no two of them may be the same place. A donor that is known keeps its
    /// managers unless it has none. Rows that change nothing are not returned.
    /// </summary>
    public static async Task<IReadOnlyList<(Donor Donor, bool Created)>> UpsertAsync(
        CommandContext command, IReadOnlyList<Donor> donors, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command($"""
            insert into donors.donor as known ({Columns}, created_at, updated_at)
            select id, 1, name, kind, latitude, longitude, address, region, opening_hours, true,
                case when manager = '' then '{"{}"}'::text[] else array[manager] end, @now, @now
            from unnest(@ids, @names, @kinds, @latitudes, @longitudes, @addresses, @regions, @openingHours, @managers)
                as row (id, name, kind, latitude, longitude, address, region, opening_hours, manager)
            order by region, name, latitude, longitude
            on conflict on constraint donor_is_unique do update
            set version = known.version + 1, kind = excluded.kind, address = excluded.address, region = excluded.region,
                opening_hours = excluded.opening_hours, verified = true, updated_at = excluded.updated_at,
                managers = case when cardinality(known.managers) = 0 then excluded.managers else known.managers end
            where (known.kind, known.address, known.region, known.opening_hours, known.verified)
                    is distinct from (excluded.kind, excluded.address, excluded.region, excluded.opening_hours, true)
                or cardinality(known.managers) = 0 and cardinality(excluded.managers) > 0
            returning {ReadColumns}
            """);
        upsert.Parameters.AddWithValue("ids", donors.Select(donor => donor.Id).ToArray());
        upsert.Parameters.AddWithValue("names", donors.Select(donor => donor.Name).ToArray());
        upsert.Parameters.AddWithValue("kinds", donors.Select(donor => donor.Kind).ToArray());
        upsert.Parameters.AddWithValue("latitudes", donors.Select(donor => donor.Place.Latitude).ToArray());
        upsert.Parameters.AddWithValue("longitudes", donors.Select(donor => donor.Place.Longitude).ToArray());
        upsert.Parameters.AddWithValue("addresses", donors.Select(donor => donor.Place.Address).ToArray());
        upsert.Parameters.AddWithValue("regions", donors.Select(donor => donor.Place.Region).ToArray());
        upsert.Parameters.AddWithValue("openingHours", donors.Select(donor => donor.OpeningHours).ToArray());
        upsert.Parameters.AddWithValue("managers", donors.Select(donor => donor.Managers is [var first, ..] ? first : "").ToArray());
        upsert.Parameters.AddWithValue("now", command.Now.UtcDateTime);

        var changed = await ReadAllAsync(upsert, cancellationToken);
        var given = donors.Select(donor => donor.Id).ToHashSet();
        return [.. changed.Select(donor => (donor, given.Contains(donor.Id)))];
    }

    /// <summary>Takes a person out of the managers and contacts; see <see cref="FormerPeople"/>.</summary>
    /// <returns>Those that named the person, as they are now.</returns>
    public static async Task<IReadOnlyList<Donor>> ForgetPersonAsync(
        CommandContext command, string userId, string[] contactHashes, CancellationToken cancellationToken)
    {
        await using var update = command.Command($"{FormerPeople.Forget("donors.donor")} returning {ReadColumns}");
        FormerPeople.Bind(update, userId, contactHashes, command.Now);
        return await ReadAllAsync(update, cancellationToken);
    }

    public async Task<Donor?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"select {ReadColumns} from donors.donor where id = @id");
        select.Parameters.AddWithValue("id", id);
        return await ReadOneAsync(select, cancellationToken);
    }

    public async Task<IReadOnlyList<Donor>> FindAllAsync(long[] ids, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"select {ReadColumns} from donors.donor where id = any(@ids)");
        select.Parameters.AddWithValue("ids", ids);
        return await ReadAllAsync(select, cancellationToken);
    }

    /// <summary>The first <paramref name="limit"/> donors after the one of id <paramref name="after"/>, by id.</summary>
    public async Task<IReadOnlyList<Donor>> ListAsync(DonorFilter filter, long? after, int limit, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand();
        select.CommandText = $"""
            select {ReadColumns} from donors.donor
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

    private static NpgsqlBatchCommand Bound(string sql, Donor donor, DateTimeOffset now)
    {
        var target = new NpgsqlBatchCommand(sql);
        target.Parameters.AddWithValue("id", donor.Id);
        target.Parameters.AddWithValue("version", donor.Version);
        target.Parameters.AddWithValue("name", donor.Name);
        target.Parameters.AddWithValue("kind", donor.Kind);
        target.Parameters.AddWithValue("latitude", donor.Place.Latitude);
        target.Parameters.AddWithValue("longitude", donor.Place.Longitude);
        target.Parameters.AddWithValue("address", donor.Place.Address);
        target.Parameters.AddWithValue("region", donor.Place.Region);
        target.Parameters.AddWithValue("openingHours", donor.OpeningHours);
        target.Parameters.AddWithValue("verified", donor.Verified);
        target.Parameters.AddWithValue("managers", donor.Managers.ToArray());
        target.Parameters.AddWithValue("now", now.UtcDateTime);
        return target;
    }

    private static async Task<Donor?> ReadOneAsync(NpgsqlCommand select, CancellationToken cancellationToken) =>
        (await ReadAllAsync(select, cancellationToken)).SingleOrDefault();

    private static async Task<IReadOnlyList<Donor>> ReadAllAsync(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        var donors = new List<Donor>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            donors.Add(new Donor(
                reader.GetInt64(0),
                reader.GetInt64(1),
                reader.GetString(2),
                reader.GetString(3),
                new Place(reader.GetDouble(4), reader.GetDouble(5), reader.GetString(6), reader.GetString(7)),
                reader.GetString(8),
                reader.GetBoolean(9),
                reader.GetFieldValue<string[]>(10))
            {
                Staff = reader.GetFieldValue<string[]>(13),
                Contacts = new PlaceContacts(Contact.FromJson(reader.GetString(11)), reader.GetString(12)),
                Locations = Location.FromJson(reader.GetString(14)),
            });
        }

        return donors;
    }
}
