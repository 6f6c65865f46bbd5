using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Thesis.Services.Notifications.Data;
using Thesis.Services.Notifications.Domain;
using Thesis.Services.Shared.Mail;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>
/// Links by which somebody unsubscribes without signing in (RFC 8058). They are signed, so that nobody makes one for somebody else,
/// and never end: a mail may be opened years later.
/// </summary>
public sealed class UnsubscribeLinks(LinkKeyStore keys, PublicLinks links)
{
    /// <summary>Where they lead.</summary>
    public const string Route = "/unsubscribe/{token}";

    private const char Separator = '\n';
    private const int MostCharacters = 1000;

    public async Task<Uri> ToAsync(Unsubscription about, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetBytes(string.Join(Separator, about.UserId, about.Kind, about.Channel));
        var signature = HMACSHA256.HashData(await keys.KeyAsync(cancellationToken), text);
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
        var signature = HMACSHA256.HashData(await keys.KeyAsync(cancellationToken), text);
        return CryptographicOperations.FixedTimeEquals(signature, bytes.AsSpan(0, HMACSHA256.HashSizeInBytes))
            && Encoding.UTF8.GetString(text).Split(Separator) is [var user, var kind, var channel]
            ? new Unsubscription(user, kind, channel)
            : null;
    }
}
