using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Thesis.Services.Tests.Identity;

/// <summary>
/// A device with one passkey, and the browser before it (WebAuthn level 3): ES256, no attestation. What a test changes is what an
/// attacker would.
/// </summary>
internal sealed class SoftwareAuthenticator(Uri origin) : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte HasCredential = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);
    private string _userHandle = "";
    private uint _counter;

    /// <summary>The page that the browser thinks it is on.</summary>
    public string Origin { get; set; } = origin.GetLeftPart(UriPartial.Authority);

    /// <summary>Whether the device asks who holds it.</summary>
    public bool VerifiesUser { get; set; } = true;

    /// <summary>What <c>navigator.credentials.create</c> gives.</summary>
    public string Create(JsonNode options)
    {
        _userHandle = (string?)options["user"]?["id"] ?? "";
        var client = ClientData("webauthn.create", options);
        var data = AuthenticatorData((string?)options["rp"]?["id"] ?? "", withCredential: true);
        var attestation = new CborWriter();
        attestation.WriteStartMap(3);
        attestation.WriteTextString("fmt");
        attestation.WriteTextString("none");
        attestation.WriteTextString("attStmt");
        attestation.WriteStartMap(0);
        attestation.WriteEndMap();
        attestation.WriteTextString("authData");
        attestation.WriteByteString(data);
        attestation.WriteEndMap();
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Text(client),
            ["attestationObject"] = Text(attestation.Encode()),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>What <c>navigator.credentials.get</c> gives.</summary>
    public string Get(JsonNode options)
    {
        var client = ClientData("webauthn.get", options);
        var data = AuthenticatorData((string?)options["rpId"] ?? "", withCredential: false);
        var signature = _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Text(client),
            ["authenticatorData"] = Text(data),
            ["signature"] = Text(signature),
            ["userHandle"] = _userHandle,
        });
    }

    public void Dispose() => _key.Dispose();

    private string Credential(JsonObject response) => new JsonObject
    {
        ["id"] = Text(_id),
        ["rawId"] = Text(_id),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();

    private byte[] ClientData(string type, JsonNode options) => JsonSerializer.SerializeToUtf8Bytes(
        new { type, challenge = (string?)options["challenge"], origin = Origin, crossOrigin = false });

    private byte[] AuthenticatorData(string site, bool withCredential)
    {
        var flags = (byte)(UserPresent | (VerifiesUser ? UserVerified : 0) | (withCredential ? HasCredential : 0));
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, ++_counter);
        byte[] head = [.. SHA256.HashData(Encoding.UTF8.GetBytes(site)), flags, .. counter];
        return withCredential ? [.. head, .. new byte[16], 0, (byte)_id.Length, .. _id, .. PublicKey()] : head;
    }

    /// <summary>The key as COSE has it (RFC 9053).</summary>
    private byte[] PublicKey()
    {
        var point = _key.ExportParameters(false).Q;
        var cose = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cose.WriteStartMap(5);
        Pair(1, 2);
        Pair(3, -7);
        Pair(-1, 1);
        cose.WriteInt32(-2);
        cose.WriteByteString(point.X ?? []);
        cose.WriteInt32(-3);
        cose.WriteByteString(point.Y ?? []);
        cose.WriteEndMap();
        return cose.Encode();

        void Pair(int key, int value)
        {
            cose.WriteInt32(key);
            cose.WriteInt32(value);
        }
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
