using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Thesis.Services.Notifications.Data;

/// <summary>The SQL of addresses that mails came back from. Of an address only its hash is kept.</summary>
public sealed class BounceStore(NpgsqlDataSource database)
{
    private const int MostReason = 500;

    public async Task AddAsync(string userId, string address, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var upsert = database.CreateCommand("""
            insert into notifications.bounce (user_id, address_hash, reason, bounced_at) values (@user, @hash, @reason, @now)
            on conflict (user_id) do update set address_hash = excluded.address_hash, reason = excluded.reason, bounced_at = excluded.bounced_at
            """);
        upsert.Parameters.AddWithValue("user", userId);
        upsert.Parameters.AddWithValue("hash", Hash(address));
        upsert.Parameters.AddWithValue("reason", reason.Length > MostReason ? reason[..MostReason] : reason);
        upsert.Parameters.AddWithValue("now", now);
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Those of the people whose present address does not take mails.</summary>
    public async Task<IReadOnlySet<string>> FindAsync(IReadOnlyDictionary<string, string> addresses, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select user_id, address_hash from notifications.bounce where user_id = any (@users)");
        select.Parameters.AddWithValue("users", addresses.Keys.ToArray());
        var bounced = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (Hash(addresses[reader.GetString(0)]).AsSpan().SequenceEqual(reader.GetFieldValue<byte[]>(1)))
            {
                bounced.Add(reader.GetString(0));
            }
        }

        return bounced;
    }

    private static byte[] Hash(string address) => SHA256.HashData(Encoding.UTF8.GetBytes(address.ToUpperInvariant()));
}
