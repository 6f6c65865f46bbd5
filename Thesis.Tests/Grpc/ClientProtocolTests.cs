using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Thesis.Grpc.Tests.V1;

namespace Thesis.Grpc.Tests;

/// <summary>What the client makes of answers that no good server gives.</summary>
public sealed class ClientProtocolTests
{
    private static readonly byte[] _good = RawCall.Frame(new EchoReply { Text = "x" });

    public static TheoryData<string, byte[], string?, StatusCode> Malformed => new()
    {
        { "no message", [], "0", StatusCode.Unimplemented },
        { "two messages", [.. _good, .. _good], "0", StatusCode.Unimplemented },
        { "a message cut short", _good[..^1], "0", StatusCode.Internal },
        { "not the message", [0, 0, 0, 0, 2, 0x0a, 0x7f], "0", StatusCode.Internal },
        { "an unknown flag", [9, 0, 0, 0, 0], "0", StatusCode.Internal },
        { "a length over the limit", [0, 0xff, 0xff, 0xff, 0xff], "0", StatusCode.ResourceExhausted },
        { "no status", _good, null, StatusCode.Internal },
        { "a status that is no number", _good, "fine", StatusCode.Unknown },
        { "a status that is none of ours", _good, "99", StatusCode.Unknown },
        { "a failure after the message", _good, "10", StatusCode.Aborted },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_answer_is_an_error_with_the_right_code(string what, byte[] body, string? status, StatusCode expected)
    {
        await using var host = await AnsweringAsync(async http =>
        {
            http.Response.ContentType = "application/grpc";
            await http.Response.Body.WriteAsync(body);
            if (status is not null)
            {
                http.Response.AppendTrailer("grpc-status", status);
            }
        });

        Assert.Equal((what, expected), (what, (await FailureAsync(host)).StatusCode));
    }

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    [InlineData(200, StatusCode.Unknown)]
    public async Task An_answer_that_is_not_grpc_is_judged_by_its_http_status(int httpStatus, StatusCode expected)
    {
        await using var host = await AnsweringAsync(http =>
        {
            http.Response.StatusCode = httpStatus;
            http.Response.ContentType = "text/html";
            return http.Response.WriteAsync("<html>");
        });

        Assert.Equal(expected, (await FailureAsync(host)).StatusCode);
    }

    [Fact]
    public async Task A_trailers_only_failure_is_read_from_the_headers_with_its_metadata()
    {
        await using var host = await AnsweringAsync(http =>
        {
            http.Response.ContentType = "application/grpc";
            http.Response.Headers["grpc-status"] = "5";
            http.Response.Headers["grpc-message"] = "100%25 %F0%9F%A5%95 50% %zz";
            http.Response.Headers["x-bin"] = "AQ";
            return Task.CompletedTask;
        });

        var error = await FailureAsync(host);

        Assert.Equal(new Status(StatusCode.NotFound, "100% 🥕 50% %zz"), error.Status);
        Assert.Equal([1], error.Trailers.GetValueBytes("x-bin"));
    }

    [Fact]
    public async Task A_stream_that_the_server_resets_is_an_error()
    {
        await using var host = await AnsweringAsync(async http =>
        {
            http.Response.ContentType = "application/grpc";
            await http.Response.Body.WriteAsync(_good);
            await http.Response.Body.FlushAsync();
            http.Abort();
        });

        Assert.Equal(StatusCode.Internal, (await FailureAsync(host)).StatusCode);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        var host = await GrpcHost.StartAsync(_ => { });
        await host.StopAsync();

        Assert.Equal(StatusCode.Unavailable, (await FailureAsync(host)).StatusCode);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_request_over_the_limit_is_not_sent()
    {
        await using var host = await GrpcHost.StartAsync(new EchoService().Map, channel: new GrpcChannelOptions { MaxSendMessageSize = 10 });

        var error = await Assert.ThrowsAsync<RpcException>(() =>
            host.Channel.UnaryAsync(EchoMethods.Say, new EchoRequest { Text = "longer than ten" }));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public void Metadata_that_cannot_travel_is_refused_where_it_is_made()
    {
        Assert.Throws<ArgumentException>(() => new Metadata { { "grpc-status", "0" } });
        Assert.Throws<ArgumentException>(() => new Metadata { { "with space", "x" } });
        Assert.Throws<ArgumentException>(() => new Metadata { { "text", "žluť" } });
        Assert.Throws<ArgumentException>(() => new Metadata { { "text", "line\r\nbreak: x" } });
        Assert.Throws<ArgumentException>(() => new Metadata { { "text", [1] } });
        Assert.Throws<ArgumentException>(() => new Metadata { { "text-bin", "x" } });
        Assert.Equal("upper-case", new Metadata { { "Upper-Case", "x" } }[0].Key);
    }

    [Fact]
    public void A_method_that_the_descriptor_does_not_have_is_refused_at_once()
    {
        Assert.Throws<ArgumentException>(() => Method.Unary<EchoRequest, EchoReply>(EchoMethods.Service, "Nothing"));
        Assert.Throws<ArgumentException>(() => Method.Unary<EchoReply, EchoReply>(EchoMethods.Service, "Say"));
        Assert.Throws<ArgumentException>(() => Method.Unary<EchoRequest, EchoReply>(EchoMethods.Service, "Repeat"));
        Assert.Throws<ArgumentException>(() => Method.ServerStreaming<EchoRequest, EchoReply>(EchoMethods.Service, "Say"));
        Assert.Equal("/thesis.grpc.tests.v1.Echo/Say", EchoMethods.Say.FullName);
    }

    private static Task<GrpcHost> AnsweringAsync(RequestDelegate answer) =>
        GrpcHost.StartAsync(app => app.MapPost(EchoMethods.Say.FullName, answer));

    private static Task<RpcException> FailureAsync(GrpcHost host) =>
        Assert.ThrowsAsync<RpcException>(() => host.Channel.UnaryAsync(
            EchoMethods.Say, new EchoRequest(), new CallOptions(Deadline: DateTime.UtcNow.AddSeconds(20))));
}
