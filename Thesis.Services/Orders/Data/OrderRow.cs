using System.Data.Common;
using System.Text.Json;
using Npgsql;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Data;

/// <summary>How an order reads from its row; the list and the reader change together.</summary>
internal static class OrderRow
{
    public const string Columns = """
        o.id, o.version, o.allocation_id, o.run_id, o.donation_id, o.donor_id, o.ngo_id, o.driver_id, o.driver_user,
        o.region, o.status, o.proposed_grams, o.grams, o.picked_up_grams, o.delivered_grams, o.lost_grams,
        o.title, o.food_type, o.storage_class, o.donor_name, o.ngo_name,
        o.pickup_latitude, o.pickup_longitude, o.pickup_address, o.dropoff_latitude, o.dropoff_longitude, o.dropoff_address,
        o.pickup_from, o.pickup_until, o.expires_at, o.km, donor.managers, ngo.managers, coalesce(ngo.opening_hours, ''),
        driver.latitude, driver.longitude, driver.seen_at,
        o.delivery_code, o.reason, o.pickup_reason, o.delivery_reason, o.quality, o.offer_again, o.proved_by_code,
        o.respond_by, o.created_at, o.updated_at, o.accepted_at, o.assigned_at, o.picked_up_at, o.delivered_at, o.ended_at, o.wrong_codes,
        o.surplus_grams, coalesce(ngo.locations, '[]')::text, o.why
        """;

    /// <summary>Orders with their owners, and where their drivers are, as it is now.</summary>
    public const string Source = """
        orders.orders o
        left join orders.owners donor on donor.kind = 'donor' and donor.id = o.donor_id
        left join orders.owners ngo on ngo.kind = 'ngo' and ngo.id = o.ngo_id
        left join orders.driver_positions driver on driver.driver_id = o.driver_id
        """;

    public static async Task<List<Order>> ReadAllAsync(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        return await ReadAllAsync(reader, cancellationToken);
    }

    /// <summary>The rows of the reader's current result.</summary>
    public static async Task<List<Order>> ReadAllAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var orders = new List<Order>();
        while (await reader.ReadAsync(cancellationToken))
        {
            orders.Add(Read(reader));
        }

        return orders;
    }

    public static async Task<Order?> ReadOneAsync(NpgsqlCommand select, CancellationToken cancellationToken) =>
        (await ReadAllAsync(select, cancellationToken)).SingleOrDefault();

    private static Order Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Version = row.GetInt64(1),
        AllocationId = row.GetInt64(2),
        RunId = row.GetInt64(3),
        DonationId = row.GetInt64(4),
        DonorId = row.GetInt64(5),
        NgoId = row.GetInt64(6),
        DriverId = row.IsDBNull(7) ? null : row.GetInt64(7),
        DriverUser = row.IsDBNull(8) ? null : row.GetString(8),
        Region = row.GetString(9),
        Status = OrderStatusNames.Parse(row.GetString(10)),
        ProposedGrams = row.GetInt64(11),
        Grams = row.GetInt64(12),
        PickedUpGrams = row.GetInt64(13),
        DeliveredGrams = row.GetInt64(14),
        LostGrams = row.GetInt64(15),
        Title = row.GetString(16),
        FoodType = row.GetString(17),
        StorageClass = row.GetString(18),
        DonorName = row.GetString(19),
        NgoName = row.GetString(20),
        Pickup = ReadStop(row, 21),
        Dropoff = ReadStop(row, 24),
        PickupFrom = Time(row, 27),
        PickupUntil = Time(row, 28),
        ExpiresAt = Time(row, 29),
        Km = row.GetDouble(30),
        DonorManagers = row.IsDBNull(31) ? [] : row.GetFieldValue<string[]>(31),
        NgoManagers = row.IsDBNull(32) ? [] : row.GetFieldValue<string[]>(32),
        NgoOpeningHours = row.GetString(33),
        DriverAt = row.IsDBNull(34) || row.IsDBNull(35) ? null : new Stop(row.GetDouble(34), row.GetDouble(35), ""),
        DriverSeenAt = TimeOrNull(row, 36),
        DeliveryCode = row.GetString(37),
        Reason = row.GetString(38),
        PickupReason = row.GetString(39),
        DeliveryReason = row.GetString(40),
        Quality = row.IsDBNull(41) ? null : row.GetString(41),
        OfferAgain = row.GetBoolean(42),
        ProvedByCode = row.GetBoolean(43),
        RespondBy = Time(row, 44),
        CreatedAt = Time(row, 45),
        UpdatedAt = Time(row, 46),
        AcceptedAt = TimeOrNull(row, 47),
        AssignedAt = TimeOrNull(row, 48),
        PickedUpAt = TimeOrNull(row, 49),
        DeliveredAt = TimeOrNull(row, 50),
        EndedAt = TimeOrNull(row, 51),
        WrongCodes = row.GetInt32(52),
        SurplusGrams = row.GetInt64(53),
        NgoLocations = JsonSerializer.Deserialize<NamedStop[]>(row.GetString(54), OwnerStore.NamedStopJson) ?? [],
        Why = row.GetFieldValue<string[]>(55),
    };

    private static Stop ReadStop(DbDataReader row, int at) => new(row.GetDouble(at), row.GetDouble(at + 1), row.GetString(at + 2));

    private static DateTimeOffset Time(DbDataReader row, int at) => row.GetFieldValue<DateTimeOffset>(at);

    private static DateTimeOffset? TimeOrNull(DbDataReader row, int at) => row.IsDBNull(at) ? null : Time(row, at);
}
