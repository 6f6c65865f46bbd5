using System.Text.Json;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Data;

/// <summary>A donor or an NGO, as far as orders ask.</summary>
/// <param name="Kind"><see cref="Donor"/> or <see cref="Ngo"/>.</param>
public sealed record Owner(string Kind, long Id, long Version, IReadOnlyList<string> Managers, string OpeningHours = "")
{
    /// <summary>Further places, beside the first.</summary>
    public IReadOnlyList<NamedStop> Locations { get; init; } = [];

    public const string Donor = "donor";
    public const string Ngo = "ngo";
}

/// <summary>Who manages the donors and NGOs now.</summary>
public sealed class OwnerStore
{
    internal static readonly JsonSerializerOptions NamedStopJson = JsonSerializerOptions.Web;

    /// <summary>Keeps the newest version of each; what only an order says, version 0, never replaces what its owner said.</summary>
    public async Task KeepAsync(CommandContext context, IReadOnlyCollection<Owner> owners, CancellationToken cancellationToken)
    {
        await using var upsert = context.Command("""
            insert into orders.owners as known (kind, id, version, managers, opening_hours, locations)
            select kind, id, version, array(select jsonb_array_elements_text(managers)), opening_hours, locations
            from jsonb_to_recordset(@owners) as owner(kind text, id bigint, version bigint, managers jsonb, opening_hours text, locations jsonb)
            order by kind, id
            on conflict (kind, id) do update
            set version = excluded.version, managers = excluded.managers, opening_hours = excluded.opening_hours, locations = excluded.locations
            where known.version < excluded.version
            """);
        var distinct = owners.DistinctBy(owner => (owner.Kind, owner.Id)).Select(owner => new
        {
            kind = owner.Kind,
            id = owner.Id,
            version = owner.Version,
            managers = owner.Managers,
            opening_hours = owner.OpeningHours,
            locations = owner.Locations,
        });
        await upsert.SetJson("owners", JsonSerializer.Serialize(distinct, NamedStopJson)).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The owners of a kind as they are known now.</summary>
    public async Task<IReadOnlyDictionary<long, Owner>> FindAsync(
        CommandContext context, string kind, long[] ids, CancellationToken cancellationToken)
    {
        await using var select = context.Command(
            "select id, version, managers, opening_hours from orders.owners where kind = @kind and id = any(@ids)");
        select.Set("kind", kind).Set("ids", ids);
        var owners = new Dictionary<long, Owner>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            owners[reader.GetInt64(0)] = new Owner(kind, reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<string[]>(2), reader.GetString(3));
        }

        return owners;
    }
}
