using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Data;

/// <summary>The SQL of what is known here of donors and NGOs.</summary>
internal sealed class OrganisationStore(NpgsqlDataSource database)
{
    private const string Columns = "id, version, name, region, managers, staff";

    /// <summary>Keeps the newest version.</summary>
    public static async Task KeepAsync(CommandContext command, Organisation organisation, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command($"""
            insert into identity.organisations as known ({Columns}) values (@id, @version, @name, @region, @managers, @staff)
            on conflict (id) do update
            set version = excluded.version, name = excluded.name, region = excluded.region, managers = excluded.managers, staff = excluded.staff
            where known.version < excluded.version
            """);
        upsert.Parameters.AddWithValue("id", organisation.Id);
        upsert.Parameters.AddWithValue("version", organisation.Version);
        upsert.Parameters.AddWithValue("name", organisation.Name);
        upsert.Parameters.AddWithValue("region", organisation.Region);
        upsert.Parameters.AddWithValue("managers", organisation.Managers.ToArray());
        upsert.Parameters.AddWithValue("staff", organisation.Staff.ToArray());
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task<Organisation?> FindAsync(CommandContext command, string id, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"select {Columns} from identity.organisations where id = @id");
        select.Parameters.AddWithValue("id", id);
        return (await ReadAsync(select, cancellationToken)).SingleOrDefault();
    }

    public async Task<Organisation?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"select {Columns} from identity.organisations where id = @id");
        select.Parameters.AddWithValue("id", id);
        return (await ReadAsync(select, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Those that the user acts for, by id.</summary>
    public async Task<IReadOnlyList<Organisation>> OfAsync(string subject, string? afterId, int most, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"""
            select {Columns} from identity.organisations where managers @> array[@subject] and id > @after order by id limit @most
            """);
        select.Parameters.AddWithValue("subject", subject);
        select.Parameters.AddWithValue("after", afterId ?? "");
        select.Parameters.AddWithValue("most", most);
        return await ReadAsync(select, cancellationToken);
    }

    private static async Task<IReadOnlyList<Organisation>> ReadAsync(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        var organisations = new List<Organisation>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            organisations.Add(new Organisation(
                reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetFieldValue<string[]>(4), reader.GetFieldValue<string[]>(5)));
        }

        return organisations;
    }
}
