using System.Security.Cryptography;
using Npgsql;

namespace Thesis.Services.Notifications.Data;

/// <summary>The SQL of the key that signs links: made once, the same in every replica.</summary>
public sealed class LinkKeyStore(NpgsqlDataSource database)
{
    private byte[]? _key;

    public async Task<byte[]> KeyAsync(CancellationToken cancellationToken)
    {
        if (_key is null)
        {
            await using var upsert = database.CreateCommand("""
                insert into notifications.link_key (key) values (@key) on conflict do nothing;
                select key from notifications.link_key
                """);
            upsert.Parameters.AddWithValue("key", RandomNumberGenerator.GetBytes(32));
            _key = await upsert.ExecuteScalarAsync(cancellationToken) as byte[];
        }

        return _key ?? throw new InvalidOperationException("There is no key to sign links with.");
    }
}
