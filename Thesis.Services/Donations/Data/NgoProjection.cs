using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Donations.Data;

/// <summary>The SQL of what donations know of NGOs: who acts for them, and where they are.</summary>
public static class NgoProjection
{
    /// <summary>Keeps the newest version, whatever order the events come in.</summary>
    public static async Task KeepAsync(CommandContext command, NgoSnapshot ngo, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command("""
            insert into donations.ngo as known (id, version, name, region, address, verified, managers)
            values (@id, @version, @name, @region, @address, @verified, @managers)
            on conflict (id) do update
            set version = excluded.version, name = excluded.name, region = excluded.region, address = excluded.address,
                verified = excluded.verified, managers = excluded.managers
            where known.version < excluded.version
            """);
        upsert.Parameters.AddWithValue("id", ngo.Id);
        upsert.Parameters.AddWithValue("version", ngo.Version);
        upsert.Parameters.AddWithValue("name", ngo.Name);
        upsert.Parameters.AddWithValue("region", ngo.Place.Region);
        upsert.Parameters.AddWithValue("address", ngo.Place.Address);
        upsert.Parameters.AddWithValue("verified", ngo.Verified);
        upsert.Parameters.AddWithValue("managers", ngo.Managers.ToArray());
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }
}
