using Npgsql;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Notifications.Data;

/// <summary>A browser that takes push messages (RFC 8030, 8291).</summary>
/// <param name="Endpoint">The address at its push service.</param>
/// <param name="P256dh">The browser's public key, base64url.</param>
/// <param name="Auth">Its secret, base64url.</param>
public sealed record PushAddress(string Endpoint, string P256dh, string Auth);

/// <summary>The keys by which push services know this system (RFC 8292), base64url.</summary>
public sealed record PushKeys(string Public, string Private);

/// <summary>The SQL of push subscriptions.</summary>
public sealed class PushStore(NpgsqlDataSource database)
{
    /// <summary>More browsers of one person are not kept: the oldest goes.</summary>
    private const int MostOfOne = 10;

    /// <summary>A browser belongs to who signed in there last.</summary>
    public static async Task AddAsync(CommandContext command, long id, string user, PushAddress address, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command("""
            with stale as (
                delete from notifications.push_subscription where id in (
                    select id from notifications.push_subscription where user_id = @user and endpoint <> @endpoint order by id desc offset @most))
            insert into notifications.push_subscription (id, user_id, endpoint, p256dh, auth, created_at) values (@id, @user, @endpoint, @p256dh, @auth, @now)
            on conflict (endpoint) do update set user_id = excluded.user_id, p256dh = excluded.p256dh, auth = excluded.auth
            """);
        upsert.Parameters.AddWithValue("id", id);
        upsert.Parameters.AddWithValue("user", user);
        upsert.Parameters.AddWithValue("endpoint", address.Endpoint);
        upsert.Parameters.AddWithValue("p256dh", address.P256dh);
        upsert.Parameters.AddWithValue("auth", address.Auth);
        upsert.Parameters.AddWithValue("most", MostOfOne - 1);
        upsert.Parameters.AddWithValue("now", command.Now);
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task RemoveAsync(CommandContext command, string user, string endpoint, CancellationToken cancellationToken)
    {
        await using var delete = command.Command("delete from notifications.push_subscription where user_id = @user and endpoint = @endpoint");
        delete.Parameters.AddWithValue("user", user);
        delete.Parameters.AddWithValue("endpoint", endpoint);
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The push service does not know the browser any more.</summary>
    public async Task ForgetAsync(string endpoint, CancellationToken cancellationToken)
    {
        await using var delete = database.CreateCommand("delete from notifications.push_subscription where endpoint = @endpoint");
        delete.Parameters.AddWithValue("endpoint", endpoint);
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<PushAddress>> OfAsync(string user, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select endpoint, p256dh, auth from notifications.push_subscription where user_id = @user order by id");
        select.Parameters.AddWithValue("user", user);
        var addresses = new List<PushAddress>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            addresses.Add(new PushAddress(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return addresses;
    }

    /// <summary>The keys; those given are kept if there are none yet.</summary>
    public async Task<PushKeys> KeysAsync(PushKeys made, CancellationToken cancellationToken)
    {
        await using var upsert = database.CreateCommand("""
            insert into notifications.push_key (public_key, private_key) values (@public, @private) on conflict do nothing;
            select public_key, private_key from notifications.push_key
            """);
        upsert.Parameters.AddWithValue("public", made.Public);
        upsert.Parameters.AddWithValue("private", made.Private);
        await using var reader = await upsert.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new PushKeys(reader.GetString(0), reader.GetString(1));
    }
}
