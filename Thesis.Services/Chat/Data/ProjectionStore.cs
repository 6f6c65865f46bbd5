using Npgsql;
using Thesis.Contracts.Drivers.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Chat.Data;

/// <summary>What became of a place: whose part may have changed, and where.</summary>
/// <param name="Users">Who manages it, or did.</param>
/// <param name="Regions">Where it is, and was.</param>
public sealed record PlaceChange(string[] Users, string[] Regions);

/// <summary>The SQL of what is known of people, places, drivers and orders: the newest version of each, from their events.</summary>
public static class ProjectionStore
{
    /// <param name="id">A new person's id, unless they are known.</param>
    public static async Task KeepAsync(CommandContext command, long id, UserSnapshot user, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command("""
            insert into chat.person as known (id, user_id, version, name) values (@id, @user, @version, @name)
            on conflict (user_id) do update
            set version = excluded.version, name = case when excluded.name = '' then known.name else excluded.name end
            where known.version < excluded.version
            """);
        upsert.Set("id", id).Set("user", user.UserId).Set("version", user.Version).Set("name", user.Name);
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <param name="kind">"donor" or "ngo".</param>
    /// <returns>Null when nothing has changed that a conversation asks for.</returns>
    public static async Task<PlaceChange?> KeepPlaceAsync(
        CommandContext command, string kind, long id, long version, string region, bool verified, string[] managers, CancellationToken cancellationToken)
    {
        var before = await FindPlaceAsync(command, kind, id, cancellationToken);
        await using var upsert = command.Command("""
            insert into chat.place as known (kind, id, version, region, verified, managers) values (@kind, @id, @version, @region, @verified, @managers)
            on conflict (kind, id) do update
            set version = excluded.version, region = excluded.region, verified = excluded.verified, managers = excluded.managers
            where known.version < excluded.version
            """);
        upsert.Set("kind", kind).Set("id", id).Set("version", version).Set("region", region).Set("verified", verified).Set("managers", managers);
        var isNewer = await upsert.ExecuteNonQueryAsync(cancellationToken) == 1;
        var isOther = before is null || before.Region != region || before.Verified != verified || !before.Managers.SequenceEqual(managers);
        return isNewer && isOther
            ? new PlaceChange([.. managers.Union(before?.Managers ?? [])], [.. new[] { before?.Region ?? "", region }.Where(one => one.Length > 0).Distinct()])
            : null;
    }

    private static async Task<KnownPlace?> FindPlaceAsync(CommandContext command, string kind, long id, CancellationToken cancellationToken)
    {
        await using var select = command.Command("select region, verified, managers from chat.place where kind = @kind and id = @id for update");
        select.Set("kind", kind).Set("id", id);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new KnownPlace(reader.GetString(0), reader.GetBoolean(1), reader.GetFieldValue<string[]>(2)) : null;
    }

    /// <summary>Where a place is by what is known; empty when nothing is.</summary>
    public static async Task<string> RegionOfPlaceAsync(CommandContext command, string kind, long id, CancellationToken cancellationToken)
    {
        await using var select = command.Command("select region from chat.place where kind = @kind and id = @id");
        return await select.Set("kind", kind).Set("id", id).ExecuteScalarAsync(cancellationToken) as string ?? "";
    }

    /// <summary>Where a driver drives by what is known; empty when nothing is.</summary>
    public static async Task<string> RegionOfDriverAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        await using var select = command.Command("select region from chat.driver where id = @id");
        return await select.Set("id", id).ExecuteScalarAsync(cancellationToken) as string ?? "";
    }

    /// <returns>The regions whose boards the driver joins or leaves; none when nothing has changed there.</returns>
    public static async Task<string[]> KeepAsync(CommandContext command, DriverSnapshot driver, CancellationToken cancellationToken)
    {
        await using var select = command.Command("select region from chat.driver where id = @id for update");
        var before = await select.Set("id", driver.Id).ExecuteScalarAsync(cancellationToken) as string ?? "";
        await using var upsert = command.Command("""
            insert into chat.driver as known (id, version, user_id, region) values (@id, @version, @user, @region)
            on conflict (id) do update set version = excluded.version, user_id = excluded.user_id, region = excluded.region
            where known.version < excluded.version
            """);
        upsert.Set("id", driver.Id).Set("version", driver.Version).Set("user", driver.UserId).Set("region", driver.Region);
        return await upsert.ExecuteNonQueryAsync(cancellationToken) == 1 && before != driver.Region
            ? [.. new[] { before, driver.Region }.Where(one => one.Length > 0)]
            : [];
    }

    /// <returns>False when something newer is known.</returns>
    public static async Task<bool> KeepAsync(CommandContext command, long conversationId, OrderSnapshot order, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command("""
            insert into chat.order_state as known (order_id, conversation_id, version, status, donor_id, ngo_id, driver_user, title, donor_name, ngo_name, ended_at)
            values (@id, @conversation, @version, @status, @donor, @ngo, @driver, @title, @donorName, @ngoName, @endedAt)
            on conflict (order_id) do update
            set version = excluded.version, status = excluded.status, driver_user = excluded.driver_user, title = excluded.title,
                donor_name = excluded.donor_name, ngo_name = excluded.ngo_name, ended_at = excluded.ended_at
            where known.version < excluded.version
            """);
        upsert.Set("id", order.Id).Set("conversation", conversationId).Set("version", order.Version).Set("status", order.Status)
            .Set("donor", order.DonorId).Set("ngo", order.NgoId).Set("driver", order.DriverUser)
            .Set("title", order.Title).Set("donorName", order.DonorName).Set("ngoName", order.NgoName)
            .Set("endedAt", order.EndedEpochMs > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(order.EndedEpochMs).UtcDateTime : (DateTime?)null);
        return await upsert.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>The conversations of a place's orders that can still be written in.</summary>
    public static async Task<long[]> OpenOrdersOfAsync(CommandContext command, string kind, long placeId, DateTimeOffset endedAfter, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"""
            select conversation_id from chat.order_state
            where {(kind == "donor" ? "donor_id" : "ngo_id")} = @place and (ended_at is null or ended_at > @endedAfter)
            """);
        select.Set("place", placeId).Set("endedAfter", endedAfter.UtcDateTime);
        var ids = new List<long>();
        await using NpgsqlDataReader reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetInt64(0));
        }

        return [.. ids];
    }

    private sealed record KnownPlace(string Region, bool Verified, string[] Managers);
}
