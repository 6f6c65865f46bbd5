using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Drivers.Domain;

namespace Thesis.Services.Drivers.Data;

/// <summary>The drivers in PostgreSQL.</summary>
public sealed class DriverStore(NpgsqlDataSource database)
{
    private const string Columns = """
        id, version, user_id, name, region, vehicle, capacity_grams, on_shift, last_latitude, last_longitude, last_time, created_at
        """;

    /// <summary>Adds a driver; false when the user has one already.</summary>
    public async Task<bool> AddAsync(CommandContext context, Driver driver, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            insert into drivers.drivers (id, version, user_id, name, region, vehicle, capacity_grams, on_shift, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (user_id) do nothing
            """);
        command.With(driver.Id).With(driver.Version).With(driver.UserId).With(driver.Name).With(driver.Region)
            .With(driver.Vehicle).With(driver.CapacityGrams).With(driver.OnShift).With(driver.CreatedAt);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    public async Task<Driver?> FindOfUserAsync(string userId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {Columns} from drivers.drivers where user_id = $1");
        return await ReadOneAsync(command.With(userId), cancellationToken);
    }

    public async Task<Driver?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {Columns} from drivers.drivers where id = $1");
        return await ReadOneAsync(command.With(id), cancellationToken);
    }

    /// <summary>The user's driver, as the transaction sees it, without a lock.</summary>
    public async Task<Driver?> FindOfUserAsync(CommandContext context, string userId, CancellationToken cancellationToken)
    {
        await using var command = context.Command($"select {Columns} from drivers.drivers where user_id = $1");
        return await ReadOneAsync(command.With(userId), cancellationToken);
    }

    /// <summary>Locks the user's driver for the rest of the transaction.</summary>
    public async Task<Driver?> LockOfUserAsync(CommandContext context, string userId, CancellationToken cancellationToken)
    {
        await using var command = context.Command($"select {Columns} from drivers.drivers where user_id = $1 for update");
        return await ReadOneAsync(command.With(userId), cancellationToken);
    }

    /// <summary>Writes shift, its region and version; the caller holds the row's lock.</summary>
    public async Task SetShiftAsync(CommandContext context, Driver driver, CancellationToken cancellationToken)
    {
        await using var command = context.Command("update drivers.drivers set on_shift = $2, region = $3, version = $4 where id = $1");
        await command.With(driver.Id).With(driver.OnShift).With(driver.Region).With(driver.Version).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Newest first, starting below <paramref name="beforeId"/>; null means any.</summary>
    public async Task<List<Driver>> ListAsync(
        string? region, bool? onShift, long beforeId, int most, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            select {Columns} from drivers.drivers
            where id < $1 and ($2::text is null or region = $2) and ($3::boolean is null or on_shift = $3)
            order by id desc limit $4
            """);
        command.With(beforeId).With(region).With(onShift).With(most);
        var drivers = new List<Driver>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            drivers.Add(Read(reader));
        }

        return drivers;
    }

    private static async Task<Driver?> ReadOneAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    private static Driver Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Version = row.GetInt64(1),
        UserId = row.GetString(2),
        Name = row.GetString(3),
        Region = row.GetString(4),
        Vehicle = row.GetString(5),
        CapacityGrams = row.GetInt64(6),
        OnShift = row.GetBoolean(7),
        LastPosition = row.IsDBNull(10)
            ? null
            : new DriverPosition(row.GetDouble(8), row.GetDouble(9), row.GetFieldValue<DateTimeOffset>(10), AccuracyM: 0),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(11),
    };
}
