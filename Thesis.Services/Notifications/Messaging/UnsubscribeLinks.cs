using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Thesis.Services.Shared.Mail;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>What a link to unsubscribe is about.</summary>
public sealed record Unsubscription(string UserId, string Kind, string Channel);

/// <summary>
/// Links by which somebody unsubscribes without signing in (RFC 8058). They are signed, so that nobody makes one for somebody else,
/// and never end: a mail may be opened years later.
/// </summary>
public sealed class UnsubscribeLinks(NpgsqlDataSource database, PublicLinks links)
{
    /// <summary>Where they lead.</summary>
    public const string Route = "/unsubscribe/{token}";

    private const char Separator = '\n';
    private const int MostCharacters = 1000;
    private byte[]? _key;

    public async Task<Uri> ToAsync(Unsubscription about, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetBytes(string.Join(Separator, about.UserId, about.Kind, about.Channel));
        var signature = HMACSHA256.HashData(await KeyAsync(cancellationToken), text);
        return links.To(Route.Replace("{token}", Base64Url.EncodeToString([.. signature, .. text]), StringComparison.Ordinal));
    }

    /// <summary>What a link is about; null when it was not made here.</summary>
    public async Task<Unsubscription?> ReadAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length > MostCharacters || !Base64Url.IsValid(token, out var length) || length <= HMACSHA256.HashSizeInBytes)
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(token);
        var text = bytes.AsSpan(HMACSHA256.HashSizeInBytes).ToArray();
        var signature = HMACSHA256.HashData(await KeyAsync(cancellationToken), text);
        return CryptographicOperations.FixedTimeEquals(signature, bytes.AsSpan(0, HMACSHA256.HashSizeInBytes))
            && Encoding.UTF8.GetString(text).Split(Separator) is [var user, var kind, var channel]
            ? new Unsubscription(user, kind, channel)
            : null;
    }

    /// <summary>Made once, the same in every replica.</summary>
    private async Task<byte[]> KeyAsync(CancellationToken cancellationToken)
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
