using Npgsql;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Shared.Places;

/// <summary>A place of an import by its name.</summary>
public readonly record struct NamedPlace(string Name, Place Place);

/// <summary>Finds places that are known already, though a list spells or rounds them otherwise.</summary>
public static class KnownPlaces
{
    /// <summary>
    /// The same places in the same order, those that are known with the name and coordinates under which they are known.
    /// Imports into one region wait for each other from here to the end of the command.
    /// </summary>
    /// <param name="table">The table with schema, e.g. "donors.donor"; its schema has a function <c>name_key</c>.</param>
    public static async Task<IReadOnlyList<NamedPlace>> AlignAsync(
        CommandContext command, string table, IReadOnlyList<NamedPlace> places, CancellationToken cancellationToken)
    {
        var schema = table[..table.IndexOf('.', StringComparison.Ordinal)];
        await using var select = command.Command($"""
            select pg_advisory_xact_lock(hashtextextended('{table}', 0));
            select row.number, known.name, known.latitude, known.longitude
            from unnest(@names, @latitudes, @longitudes, @addresses, @regions) with ordinality as row (name, latitude, longitude, address, region, number)
                cross join lateral (
                    select name, latitude, longitude from {table} place
                    where place.region = row.region and place.name_key = {schema}.name_key(row.name)
                        and greatest(abs(place.latitude - row.latitude), abs(place.longitude - row.longitude))
                            < case when {schema}.name_key(place.address) = {schema}.name_key(row.address) then @near else @same end
                    order by abs(place.latitude - row.latitude) + abs(place.longitude - row.longitude), id
                    limit 1) known
            """);
        select.Parameters.AddWithValue("names", places.Select(place => place.Name).ToArray());
        select.Parameters.AddWithValue("latitudes", places.Select(place => place.Place.Latitude).ToArray());
        select.Parameters.AddWithValue("longitudes", places.Select(place => place.Place.Longitude).ToArray());
        select.Parameters.AddWithValue("regions", places.Select(place => place.Place.Region).ToArray());
        select.Parameters.AddWithValue("addresses", places.Select(place => place.Place.Address).ToArray());
        select.Parameters.AddWithValue("near", PlaceIdentity.NearDegrees);
        select.Parameters.AddWithValue("same", PlaceIdentity.SameDegrees);
        return await ReadAsync(select, places, cancellationToken);
    }

    private static async Task<IReadOnlyList<NamedPlace>> ReadAsync(NpgsqlCommand select, IReadOnlyList<NamedPlace> places, CancellationToken cancellationToken)
    {
        var aligned = places.ToArray();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var at = (int)reader.GetInt64(0) - 1;
            aligned[at] = new NamedPlace(reader.GetString(1), places[at].Place with { Latitude = reader.GetDouble(2), Longitude = reader.GetDouble(3) });
        }

        return aligned;
    }
}
