using System.Data.Common;
using Npgsql;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Data;

/// <summary>How an order reads from its row; the list and the reader change together.</summary>
internal static class OrderRow
{
    public const string Columns = """
        o.id, o.version, o.allocation_id, o.run_id, o.donation_id, o.donor_id, o.ngo_id, o.driver_id, o.driver_user,
        o.region, o.status, o.grams, o.picked_up_grams, o.delivered_grams, o.title, o.food_type, o.donor_name, o.ngo_name,
        o.pickup_latitude, o.pickup_longitude, o.pickup_address, o.dropoff_latitude, o.dropoff_longitude, o.dropoff_address,
        o.pickup_from, o.pickup_until, o.expires_at, o.km, o.donor_managers, o.ngo_managers, o.reason,
        o.respond_by, o.created_at, o.updated_at, o.delivered_at
        """;

    /// <summary>Ordinal of the first column after <see cref="Columns"/>.</summary>
    public const int Width = 35;

    public static Order Read(NpgsqlDataReader row) => new()
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
        Grams = row.GetInt64(11),
        PickedUpGrams = row.GetInt64(12),
        DeliveredGrams = row.GetInt64(13),
        Title = row.GetString(14),
        FoodType = row.GetString(15),
        DonorName = row.GetString(16),
        NgoName = row.GetString(17),
        Pickup = ReadStop(row, 18),
        Dropoff = ReadStop(row, 21),
        PickupFrom = Time(row, 24),
        PickupUntil = Time(row, 25),
        ExpiresAt = Time(row, 26),
        Km = row.GetDouble(27),
        DonorManagers = row.GetFieldValue<string[]>(28),
        NgoManagers = row.GetFieldValue<string[]>(29),
        Reason = row.GetString(30),
        RespondBy = Time(row, 31),
        CreatedAt = Time(row, 32),
        UpdatedAt = Time(row, 33),
        DeliveredAt = row.IsDBNull(34) ? null : Time(row, 34),
    };

    private static Stop ReadStop(DbDataReader row, int at) => new(row.GetDouble(at), row.GetDouble(at + 1), row.GetString(at + 2));

    private static DateTimeOffset Time(DbDataReader row, int at) => row.GetFieldValue<DateTimeOffset>(at);
}
