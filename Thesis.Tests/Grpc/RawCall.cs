using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace Thesis.Grpc.Tests;

/// <summary>A call made of bytes and headers, to say what our client never would, with its answer taken apart.</summary>
internal sealed record RawCall(HttpStatusCode HttpStatus, HttpHeaders Headers, HttpHeaders Trailers, byte[] Body)
{
    /// <summary>grpc-status, from wherever it came.</summary>
    public StatusCode Status => (StatusCode)int.Parse(
        (Headers.TryGetValues("grpc-status", out var values) ? values : Trailers.GetValues("grpc-status")).Single());

    public bool IsTrailersOnly => Headers.Contains("grpc-status") && Body.Length == 0;

    public static byte[] Frame(IMessage message, byte flag = 0, int lengthOff = 0)
    {
        var body = message.ToByteArray();
        var length = body.Length + lengthOff;
        return [flag, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. body];
    }

    public static async Task<RawCall> PostAsync(
        GrpcHost host, string path, byte[] body, string contentType = "application/grpc", Version? version = null, params (string Name, string Value)[] headers)
    {
        using var client = GrpcHost.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Address, path))
        {
            Version = version ?? HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var response = await client.SendAsync(request, patience.Token);
        return new RawCall(
            response.StatusCode, response.Headers, response.TrailingHeaders, await response.Content.ReadAsByteArrayAsync(patience.Token));
    }
}
