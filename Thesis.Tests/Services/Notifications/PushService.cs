using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Buffers.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Thesis.Services.Tests.Notifications;

/// <summary>A push service (RFC 8030) on a free port, with browsers that can read what is sent to them (RFC 8291).</summary>
internal sealed class PushService : IAsyncDisposable
{
    private readonly WebApplication _app;

    public PushService()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/push/{browser}", TakeAsync);
        _app.MapPost("/leads-inside/{browser}", (string browser) =>
        {
            SentOn.Enqueue(browser);
            return Results.Redirect("/inside", preserveMethod: true);
        });
        _app.Map("/inside", (HttpRequest request) =>
        {
            Inside.Enqueue(request.Method);
            return Results.Ok();
        });
        ((IHost)_app).Start();
    }

    /// <summary>What it answers in turn, before it takes messages.</summary>
    public ConcurrentQueue<HttpStatusCode> Refusals { get; } = new();

    public ConcurrentQueue<PushedMessage> Messages { get; } = new();

    /// <summary>Calls to what no push service is to be led to.</summary>
    public ConcurrentQueue<string> Inside { get; } = new();

    /// <summary>Callers that it sent on, to the inside.</summary>
    public ConcurrentQueue<string> SentOn { get; } = new();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    public Browser NewBrowser(string path = "push") => new($"{_app.Urls.First()}/{path}/{Guid.NewGuid():n}");

    private async Task<IResult> TakeAsync(HttpRequest request, string browser)
    {
        if (Refusals.TryDequeue(out var refusal))
        {
            return Results.StatusCode((int)refusal);
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        Messages.Enqueue(new PushedMessage(browser, request.Headers.Authorization.ToString(), request.Headers["TTL"].ToString(), request.Headers.ContentEncoding.ToString(), body.ToArray()));
        return Results.StatusCode(201);
    }
}

/// <summary>A message as the push service got it.</summary>
internal sealed record PushedMessage(string Browser, string Authorization, string TimeToLive, string Encoding, byte[] Body);

/// <summary>A browser's subscription and its secret.</summary>
internal sealed class Browser(string endpoint)
{
    private readonly ECDiffieHellman _key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _auth = RandomNumberGenerator.GetBytes(16);

    public string Endpoint => endpoint;

    public string P256dh => Base64Url.EncodeToString(Point(_key));

    public string Auth => Base64Url.EncodeToString(_auth);

    /// <summary>Opens a message: aes128gcm of RFC 8188 with the keys of RFC 8291.</summary>
    public string Open(byte[] body)
    {
        var salt = body[..16];
        var idLength = body[20];
        var serverPoint = body[21..(21 + idLength)];
        var sealedText = body[(21 + idLength)..];
        using var server = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = serverPoint[1..33], Y = serverPoint[33..] } });
        var shared = _key.DeriveRawSecretAgreement(server.PublicKey);
        byte[] info = [.. "WebPush: info\0"u8, .. Point(_key), .. serverPoint];
        var input = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, _auth, info);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 16, salt, "Content-Encoding: aes128gcm\0"u8.ToArray());
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 12, salt, "Content-Encoding: nonce\0"u8.ToArray());
        using var cipher = new AesGcm(key, 16);
        var text = new byte[sealedText.Length - 16];
        cipher.Decrypt(nonce, sealedText.AsSpan(..^16), sealedText.AsSpan(^16..), text);
        return System.Text.Encoding.UTF8.GetString(text).TrimEnd('\0', '\u0002');
    }

    private static byte[] Point(ECDiffieHellman key)
    {
        var parts = key.ExportParameters(false);
        return [4, .. parts.Q.X ?? [], .. parts.Q.Y ?? []];
    }
}
