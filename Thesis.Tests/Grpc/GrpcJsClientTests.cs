using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Thesis.Grpc.Tests;

/// <summary>A client of @grpc/grpc-js against our server.</summary>
public sealed class GrpcJsClientTests
{
    [Fact]
    public async Task Every_kind_of_call_ends_as_it_would_with_a_server_of_its_own()
    {
        var echo = new EchoService();
        await using var host = await GrpcHost.StartAsync(echo.Map);
        using var peer = await NodePeer.StartAsync("client.js", host.Address.Authority, NodePeer.HealthProto);

        var results = JsonDocument.Parse(await peer.ReadLineAsync()).RootElement;

        var say = results.GetProperty("say");
        AssertCode(StatusCode.OK, say);
        Assert.Equal("žluťoučký 🥕", say.GetProperty("text").GetString());
        Assert.Equal(300_000, say.GetProperty("size").GetInt32());
        AssertMetadata("plain text", say, "headers", "h-echo-text");
        AssertMetadata("AAH+/w==", say, "headers", "h-echo-bin");
        AssertMetadata("plain text", say, "trailers", "t-echo-text");
        AssertMetadata("AAH+/w==", say, "trailers", "t-echo-bin");

        var fail = results.GetProperty("fail");
        AssertCode(StatusCode.FailedPrecondition, fail);
        Assert.Equal("není 100 % jídla\n🥕", fail.GetProperty("details").GetString());
        AssertMetadata("CAkSAXg=", fail, "trailers", "grpc-status-details-bin");
        AssertMetadata("AP8K", fail, "trailers", "reason-bin");

        AssertCode(StatusCode.Unknown, results.GetProperty("throws"));
        Assert.DoesNotContain("secret", results.GetProperty("throws").GetProperty("details").GetString(), StringComparison.Ordinal);
        AssertCode(StatusCode.DeadlineExceeded, results.GetProperty("deadline"));
        AssertCode(StatusCode.ResourceExhausted, results.GetProperty("oversize"));
        AssertCode(StatusCode.OK, results.GetProperty("gzip"));
        Assert.Equal(5_000, results.GetProperty("gzip").GetProperty("text").GetString()?.Length);
        AssertCode(StatusCode.Unimplemented, results.GetProperty("unknown"));

        AssertCode(StatusCode.OK, results.GetProperty("stream"));
        Assert.Equal(2000, results.GetProperty("stream").GetProperty("count").GetInt32());
        Assert.True(results.GetProperty("stream").GetProperty("ordered").GetBoolean());
        AssertCode(StatusCode.FailedPrecondition, results.GetProperty("streamFails"));
        Assert.Equal(3, results.GetProperty("streamFails").GetProperty("count").GetInt32());
        Assert.Equal("dost", results.GetProperty("streamFails").GetProperty("details").GetString());
        AssertMetadata("AP8K", results.GetProperty("streamFails"), "trailers", "reason-bin");
        AssertCode(StatusCode.Cancelled, results.GetProperty("streamCancelled"));
        await echo.Cancelled;

        Assert.Equal("SERVING", results.GetProperty("health").GetProperty("text").GetString());
        AssertCode(StatusCode.NotFound, results.GetProperty("healthUnknown"));
        Assert.Single(host.Log.AtLeast(LogLevel.Error), e => e.Exception is FormatException);
    }

    private static void AssertCode(StatusCode expected, JsonElement result) =>
        Assert.True((int)expected == result.GetProperty("code").GetInt32(), $"{expected} expected: {result}");

    private static void AssertMetadata(string expected, JsonElement result, string kind, string name) =>
        Assert.Equal(expected, result.GetProperty(kind).GetProperty(name).GetString());
}
