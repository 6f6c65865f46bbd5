using System.Buffers.Text;
using System.Security.Cryptography;
using Thesis.Services.Notifications.Data;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>The keys by which push services know this system: made once, the same in every replica.</summary>
public sealed class PushIdentity(PushStore store)
{
    private const byte Uncompressed = 4;
    private PushKeys? _keys;

    public async Task<PushKeys> KeysAsync(CancellationToken cancellationToken) => _keys ??= await store.KeysAsync(Make(), cancellationToken);

    private static PushKeys Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parts = key.ExportParameters(includePrivateParameters: true);
        byte[] point = [Uncompressed, .. parts.Q.X ?? [], .. parts.Q.Y ?? []];
        return new PushKeys(Base64Url.EncodeToString(point), Base64Url.EncodeToString(parts.D ?? []));
    }
}
