using Npgsql;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donations.Data;

/// <summary>Reads donations joined with their donors from query results.</summary>
internal static class DonationRows
{
    /// <summary>What a select of the donation <c>d</c> and its donor <c>o</c> lists first.</summary>
    public const string Columns =
        "d.id, d.version, d.donor_id, o.name, o.latitude, o.longitude, o.address, o.region, o.verified, o.managers, " +
        "d.latitude, d.longitude, d.address, d.region, d.food_type, d.title, d.quantity_grams, d.smallest_lot_grams, " +
        "d.storage_class, d.expires_at, d.pickup_from, d.pickup_until, d.reserved_grams, d.delivered_grams, d.lost_grams, d.status, " +
        "d.amount, d.unit, d.unit_kg, d.allergens, d.access_notes, d.pickup_notes, d.in_transit_grams, o.locations::text";

    public static async Task<IReadOnlyList<Donation>> ReadAllAsync(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        var donations = new List<Donation>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            donations.Add(Read(reader));
        }

        return donations;
    }

    public static async Task<Donation?> ReadOneAsync(NpgsqlCommand select, CancellationToken cancellationToken) =>
        (await ReadAllAsync(select, cancellationToken)).SingleOrDefault();

    private static Donation Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetInt64(1),
        new DonorInfo(
            reader.GetInt64(2),
            reader.GetString(3),
            new Place(reader.GetDouble(4), reader.GetDouble(5), reader.GetString(6), reader.GetString(7)),
            reader.GetBoolean(8),
            reader.GetFieldValue<string[]>(9))
        {
            Locations = Location.FromJson(reader.GetString(33)),
        },
        new Place(reader.GetDouble(10), reader.GetDouble(11), reader.GetString(12), reader.GetString(13)),
        new Offer(
            reader.GetString(14),
            reader.GetString(15),
            reader.GetInt64(16),
            reader.GetInt64(17),
            reader.GetString(18),
            reader.GetFieldValue<DateTimeOffset>(19),
            reader.GetFieldValue<DateTimeOffset>(20),
            reader.GetFieldValue<DateTimeOffset>(21),
            ReadDetails(reader)),
        new Balance(reader.GetInt64(22), reader.GetInt64(23), reader.GetInt64(24), reader.GetInt64(32)),
        reader.GetString(25));

    private static OfferDetails ReadDetails(NpgsqlDataReader reader) => new(
        reader.GetDecimal(26),
        reader.GetString(27),
        reader.GetDecimal(28),
        reader.IsDBNull(29) ? null : reader.GetFieldValue<string[]>(29),
        reader.GetString(30),
        reader.GetString(31));
}
