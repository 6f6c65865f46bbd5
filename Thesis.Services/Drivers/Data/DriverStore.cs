using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Drivers.Domain;

namespace Thesis.Services.Drivers.Data;

/// <summary>The drivers in PostgreSQL.</summary>
public sealed class DriverStore(NpgsqlDataSource database)
{
    private const string Columns = """
        id, version, user_id, name, region, vehicle, capacity_grams, on_shift, last_latitude, last_longitude, last_time, created_at, cooling
        """;

    /// <summary>Adds a driver; false when the user has one already.</summary>
    public async Task<bool> AddAsync(CommandContext context, Driver driver, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            insert into drivers.drivers (id, version, user_id, name, region, vehicle, capacity_grams, cooling, on_shift, created_at)
            values (@id, @version, @user, @name, @region, @vehicle, @capacity, @cooling, @onShift, @createdAt)
            on conflict (user_id) do nothing
            """);
        command.Set("id", driver.Id).Set("version", driver.Version).Set("user", driver.UserId).Set("name", driver.Name).Set("region", driver.Region)
            .Set("vehicle", driver.Vehicle).Set("capacity", driver.CapacityGrams).Set("cooling", driver.Cooling)
            .Set("onShift", driver.OnShift).Set("createdAt", driver.CreatedAt);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    public async Task<Driver?> FindOfUserAsync(string userId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {Columns} from drivers.drivers where user_id = @user");
        return await ReadOneAsync(command.Set("user", userId), cancellationToken);
    }

    public async Task<Driver?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {Columns} from drivers.drivers where id = @id");
        return await ReadOneAsync(command.Set("id", id), cancellationToken);
    }

    /// <summary>The driver that a late command's caller is, read before its transaction begins.</summary>
    public async Task<Driver?> FindBeforeAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var command = context.EarlyCommand($"select {Columns} from drivers.drivers where user_id = @user");
        return await ReadOneAsync(command.Set("user", context.Actor.Subject), cancellationToken);
    }

    /// <summary>The user's driver, as the transaction sees it, without a lock.</summary>
    public async Task<Driver?> FindOfUserAsync(CommandContext context, string userId, CancellationToken cancellationToken)
    {
        await using var command = context.Command($"select {Columns} from drivers.drivers where user_id = @user");
        return await ReadOneAsync(command.Set("user", userId), cancellationToken);
    }

    /// <summary>Locks the user's driver for the rest of the transaction.</summary>
    public async Task<Driver?> LockOfUserAsync(CommandContext context, string userId, CancellationToken cancellationToken)
    {
        await using var command = context.Command($"select {Columns} from drivers.drivers where user_id = @user for update");
        return await ReadOneAsync(command.Set("user", userId), cancellationToken);
    }

    /// <summary>Writes what a driver may change, and the version, with the commit; the caller holds the row's lock.</summary>
    public void Update(CommandContext context, Driver driver) => context.AtCommit(new NpgsqlBatchCommand("""
        update drivers.drivers
        set version = @version, name = @name, region = @region, vehicle = @vehicle, capacity_grams = @capacity, cooling = @cooling, on_shift = @onShift
        where id = @id
        """).Set("id", driver.Id).Set("version", driver.Version).Set("name", driver.Name).Set("region", driver.Region)
        .Set("vehicle", driver.Vehicle).Set("capacity", driver.CapacityGrams).Set("cooling", driver.Cooling).Set("onShift", driver.OnShift));

    /// <summary>Forgets who the driver is and where the driver was, with the commit; the caller holds the row's lock.</summary>
    public void Anonymise(CommandContext context, Driver driver)
    {
        Update(context, driver);
        context.AtCommit(new NpgsqlBatchCommand("""
            update drivers.drivers set user_id = @user, last_latitude = null, last_longitude = null, last_time = null where id = @id
            """).Set("id", driver.Id).Set("user", driver.UserId));
        context.AtCommit(new NpgsqlBatchCommand("delete from drivers.positions where driver_id = @id").Set("id", driver.Id));
    }

    /// <summary>Newest first, starting below <paramref name="beforeId"/>; null means any.</summary>
    public async Task<List<Driver>> ListAsync(
        string? region, bool? onShift, long beforeId, int most, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            select {Columns} from drivers.drivers
            where id < @before and (@region::text is null or region = @region) and (@onShift::boolean is null or on_shift = @onShift)
            order by id desc limit @most
            """);
        command.Set("before", beforeId).Set("region", region).Set("onShift", onShift).Set("most", most);
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
        Cooling = row.GetString(12),
    };
}
