using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Attacks;

/// <summary>Requests that cost the server more than the caller. Deep JSON, huge bodies and huge pages: see the walk through bad input.</summary>
[Collection(MatrixCollection.Name)]
public sealed class ResourceConsumptionTests(MatrixHost host)
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_body_that_is_packed_is_not_unpacked(string encoding)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[20_000_000]);
        }

        using var client = host.Services.AsDonor();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/donations") { Content = new ByteArrayContent(packed.ToArray()) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Content.Headers.ContentEncoding.Add(encoding);

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_that_trickles_in_is_cut_off_and_holds_no_connection_of_the_database()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(host.Services.Address.Host, host.Services.Address.Port);
        await using var stream = socket.GetStream();
        var head = $"POST /api/v1/donations HTTP/1.1\r\nHost: {host.Services.Address.Authority}\r\nAuthorization: Bearer {host.Services.Issuer.Sign("user-slow", [Roles.Donor])}\r\n"
            + "Idempotency-Key: slow\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));

        var busy = await host.Services.ScalarAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'");
        var buffer = new byte[4096];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var answer = new StringBuilder();
        int read;
        while ((read = await stream.ReadAsync(buffer, patience.Token)) > 0)
        {
            answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        Assert.Equal(0, busy);
        Assert.StartsWith("HTTP/1.1 408", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endless_headers_and_addresses_are_refused()
    {
        using var client = host.Services.AsDonor();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/donations");
        request.Headers.TryAddWithoutValidation("X-Long", new string('x', 100_000));

        using var headers = await client.SendAsync(request);
        using var address = await client.GetAsync(new Uri($"/api/v1/donations?region={new string('x', 20_000)}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, headers.StatusCode);
        Assert.Equal(HttpStatusCode.RequestUriTooLong, address.StatusCode);
    }
}
