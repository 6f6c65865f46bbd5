using Npgsql;
using Thesis.Contracts.Donors.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donations.Data;

/// <summary>The SQL of what donations know of donors.</summary>
public static class DonorProjection
{
    /// <summary>Keeps the newest version, whatever order the events come in.</summary>
    public static async Task KeepAsync(CommandContext command, DonorSnapshot donor, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command("""
            insert into donations.donor as known (id, version, name, latitude, longitude, address, region, verified, managers, locations)
            values (@id, @version, @name, @latitude, @longitude, @address, @region, @verified, @managers, @locations)
            on conflict (id) do update
            set version = excluded.version, name = excluded.name, latitude = excluded.latitude, longitude = excluded.longitude,
                address = excluded.address, region = excluded.region, verified = excluded.verified, managers = excluded.managers, locations = excluded.locations
            where known.version < excluded.version
            """);
        upsert.Parameters.AddWithValue("id", donor.Id);
        upsert.Parameters.AddWithValue("version", donor.Version);
        upsert.Parameters.AddWithValue("name", donor.Name);
        upsert.Parameters.AddWithValue("latitude", donor.Place.Latitude);
        upsert.Parameters.AddWithValue("longitude", donor.Place.Longitude);
        upsert.Parameters.AddWithValue("address", donor.Place.Address);
        upsert.Parameters.AddWithValue("region", donor.Place.Region);
        upsert.Parameters.AddWithValue("verified", donor.Verified);
        upsert.Parameters.AddWithValue("managers", donor.Managers.ToArray());
        upsert.SetJson("locations", Location.ToJson([.. donor.Locations.Select(Location.Of)]));
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task<DonorInfo?> FindAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        await using var select = command.Command("""
            select id, name, latitude, longitude, address, region, verified, managers, locations::text from donations.donor where id = @id
            """);
        select.Parameters.AddWithValue("id", id);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    private static DonorInfo Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetString(1),
        new Place(reader.GetDouble(2), reader.GetDouble(3), reader.GetString(4), reader.GetString(5)),
        reader.GetBoolean(6),
        reader.GetFieldValue<string[]>(7))
    {
        Locations = Location.FromJson(reader.GetString(8)),
    };
}
