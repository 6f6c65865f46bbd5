using System.IO.Compression;
using System.Net;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Thesis.Grpc.Tests.V1;

namespace Thesis.Grpc.Tests;

/// <summary>What the server answers to bytes that no good client sends.</summary>
public sealed class ServerProtocolTests
{
    private static readonly byte[] _good = RawCall.Frame(new EchoRequest { Text = "x" });

    public static TheoryData<string, byte[], StatusCode> Malformed => new()
    {
        { "no message", [], StatusCode.Unimplemented },
        { "two messages", [.. _good, .. _good], StatusCode.Unimplemented },
        { "a prefix cut short", [0, 0, 0], StatusCode.Internal },
        { "a message cut short", RawCall.Frame(new EchoRequest { Text = "x" }, lengthOff: 1), StatusCode.Internal },
        { "an unknown flag", RawCall.Frame(new EchoRequest { Text = "x" }, flag: 7), StatusCode.Internal },
        { "compressed without a name", RawCall.Frame(new EchoRequest { Text = "x" }, flag: 1), StatusCode.Internal },
        { "not the message", [0, 0, 0, 0, 2, 0x0a, 0x7f], StatusCode.Internal },
        { "a length over the limit", [0, 0xff, 0xff, 0xff, 0xff], StatusCode.ResourceExhausted },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_request_never_reaches_the_handler(string what, byte[] body, StatusCode expected)
    {
        var reached = false;
        await using var host = await GrpcHost.StartAsync(app => app.MapGrpc(EchoMethods.Say, (_, _) =>
        {
            reached = true;
            return Task.FromResult(new EchoReply());
        }));

        var answer = await RawCall.PostAsync(host, EchoMethods.Say.FullName, body);

        Assert.True(answer.IsTrailersOnly, what);
        Assert.Equal(expected, answer.Status);
        Assert.False(reached);
        Assert.Empty(host.Log.AtLeast(LogLevel.Error));
    }

    [Fact]
    public async Task An_unknown_compression_is_refused_with_those_that_are_accepted()
    {
        await using var host = await GrpcHost.StartAsync(new EchoService().Map);

        foreach (var flag in (byte[])[0, 1])
        {
            var answer = await RawCall.PostAsync(
                host, EchoMethods.Say.FullName, RawCall.Frame(new EchoRequest(), flag), headers: ("grpc-encoding", "zstd"));

            Assert.Equal(StatusCode.Unimplemented, answer.Status);
            Assert.Equal("identity,gzip", answer.Headers.GetValues("grpc-accept-encoding").Single());
        }
    }

    [Fact]
    public async Task A_message_packed_with_gzip_is_read_and_so_is_a_plain_one_of_the_same_sender()
    {
        await using var host = await GrpcHost.StartAsync(
            app => app.MapGrpc(EchoMethods.Say, (request, _) => Task.FromResult(new EchoReply { Index = request.Text.Length })));
        var request = new EchoRequest { Text = new string('x', 100_000) };

        foreach (var body in (byte[][])[Packed(request.ToByteArray()), RawCall.Frame(request)])
        {
            var answer = await RawCall.PostAsync(host, EchoMethods.Say.FullName, body, headers: ("grpc-encoding", "gzip"));

            Assert.Equal(StatusCode.OK, answer.Status);
            Assert.Equal(100_000, EchoReply.Parser.ParseFrom(answer.Body.AsSpan(5)).Index);
            Assert.Equal("identity,gzip", answer.Headers.GetValues("grpc-accept-encoding").Single());
        }
    }

    [Fact]
    public async Task A_message_that_unpacks_to_more_than_the_limit_is_given_up_at_the_limit()
    {
        const int Limit = 100_000;
        await using var host = await GrpcHost.StartAsync(new EchoService().Map, options: o => o.MaxReceiveMessageSize = Limit);
        var bomb = Packed(new byte[8_000_000]);
        Assert.InRange(bomb.Length, 1, Limit);
        var just = new EchoRequest { Text = new string('x', Limit - 4) };
        Assert.Equal(Limit, just.CalculateSize());

        var large = await RawCall.PostAsync(host, EchoMethods.Say.FullName, bomb, headers: ("grpc-encoding", "gzip"));
        var fits = await RawCall.PostAsync(host, EchoMethods.Say.FullName, Packed(just.ToByteArray()), headers: ("grpc-encoding", "gzip"));

        Assert.Equal(StatusCode.ResourceExhausted, large.Status);
        Assert.Equal(StatusCode.OK, fits.Status);
    }

    [Fact]
    public async Task A_message_that_is_not_gzip_or_cut_short_fails_the_call()
    {
        await using var host = await GrpcHost.StartAsync(new EchoService().Map);
        var whole = Packed(new EchoRequest { Text = new string('x', 1_000) }.ToByteArray());
        var cut = whole[..^12];
        cut[4] = (byte)(cut.Length - 5);

        foreach (var body in (byte[][])[RawCall.Frame(new EchoRequest { Text = "no gzip" }, flag: 1), cut])
        {
            var answer = await RawCall.PostAsync(host, EchoMethods.Say.FullName, body, headers: ("grpc-encoding", "gzip"));

            Assert.Equal(StatusCode.Internal, answer.Status);
        }

        Assert.Empty(host.Log.AtLeast(LogLevel.Error));
    }

    [Fact]
    public async Task A_failure_before_the_first_message_is_trailers_only_and_one_after_it_is_in_the_trailers()
    {
        await using var host = await GrpcHost.StartAsync(new EchoService().Map);
        var path = EchoMethods.Repeat.FullName;

        var before = await RawCall.PostAsync(host, path, RawCall.Frame(new EchoRequest { Command = "fail", Text = "ř" }));
        var after = await RawCall.PostAsync(host, path, RawCall.Frame(new EchoRequest { Command = "fail", Text = "ř", Count = 1 }));

        Assert.True(before.IsTrailersOnly);
        Assert.Equal("%C5%99", before.Headers.GetValues("grpc-message").Single());
        Assert.False(after.Headers.Contains("grpc-status"));
        Assert.Equal("9", after.Trailers.GetValues("grpc-status").Single());
        Assert.Equal("%C5%99", after.Trailers.GetValues("grpc-message").Single());
        Assert.NotEmpty(after.Body);
    }

    [Fact]
    public async Task The_server_ends_a_call_at_its_deadline_even_when_the_client_does_not()
    {
        var echo = new EchoService();
        var time = new ManualTime();
        await using var host = await GrpcHost.StartAsync(
            echo.Map, builder => builder.Services.AddSingleton<TimeProvider>(time));

        var call = RawCall.PostAsync(
            host, EchoMethods.Say.FullName, RawCall.Frame(new EchoRequest { Command = "wait" }), headers: ("grpc-timeout", "5M"));
        await echo.Waiting;
        time.Advance(TimeSpan.FromMinutes(5));
        var answer = await call;

        Assert.Equal(StatusCode.DeadlineExceeded, answer.Status);
        await echo.Cancelled;
        Assert.Empty(host.Log.AtLeast(LogLevel.Error));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("m")]
    [InlineData("123456789m")]
    [InlineData("-1S")]
    [InlineData("5x")]
    public async Task A_timeout_that_cannot_be_read_fails_the_call(string timeout)
    {
        await using var host = await GrpcHost.StartAsync(new EchoService().Map);

        var answer = await RawCall.PostAsync(host, EchoMethods.Say.FullName, _good, headers: ("grpc-timeout", timeout));

        Assert.Equal(StatusCode.Internal, answer.Status);
    }

    [Fact]
    public async Task What_is_not_grpc_is_told_so_in_http()
    {
        await using var host = await GrpcHost.StartAsync(new EchoService().Map);

        var json = await RawCall.PostAsync(host, EchoMethods.Say.FullName, "{}"u8.ToArray(), "application/json");
        var web = await RawCall.PostAsync(host, EchoMethods.Say.FullName, _good, "application/grpc-web");
        var subtype = await RawCall.PostAsync(host, EchoMethods.Say.FullName, _good, "application/grpc+proto");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, json.HttpStatus);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, web.HttpStatus);
        Assert.Equal(StatusCode.OK, subtype.Status);
    }

    [Fact]
    public async Task A_repeated_or_joined_binary_header_is_read_as_its_parts()
    {
        Metadata? seen = null;
        await using var host = await GrpcHost.StartAsync(app => app.MapGrpc(EchoMethods.Say, (_, context) =>
        {
            seen = context.RequestHeaders;
            return Task.FromResult(new EchoReply());
        }));

        await RawCall.PostAsync(host, EchoMethods.Say.FullName, _good, headers: [("a-bin", "AQ==,Ag"), ("b-bin", "!"), ("Mixed-Case", "x")]);

        Assert.Equal([[1], [2]], seen?.GetAll("a-bin").Select(e => e.ValueBytes));
        Assert.Null(seen?.Get("b-bin"));
        Assert.Equal("x", seen?.GetValue("mixed-case"));
    }

    [Fact]
    public async Task A_response_over_the_limit_fails_before_anything_is_sent()
    {
        await using var host = await GrpcHost.StartAsync(new EchoService().Map, options: o => o.MaxSendMessageSize = 1000);

        var answer = await RawCall.PostAsync(
            host, EchoMethods.Say.FullName, RawCall.Frame(new EchoRequest { Command = "large", Count = 1000 }));

        Assert.True(answer.IsTrailersOnly);
        Assert.Equal(StatusCode.ResourceExhausted, answer.Status);
    }

    [Fact]
    public async Task A_request_over_the_hosts_body_limit_is_held_to_the_message_limit_alone()
    {
        await using var host = await GrpcHost.StartAsync(
            app => app.MapGrpc(EchoMethods.Say, (request, _) => Task.FromResult(new EchoReply { Index = request.Payload.Length })),
            options: o => o.MaxReceiveMessageSize = 40_000_000);

        var reply = await host.Channel.UnaryAsync(EchoMethods.Say, new EchoRequest { Payload = ByteString.CopyFrom(new byte[31_000_000]) });

        Assert.Equal(31_000_000, reply.Index);
    }

    /// <summary>A frame whose message is packed with gzip.</summary>
    private static byte[] Packed(byte[] message)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(message);
        }

        var body = packed.ToArray();
        return [1, (byte)(body.Length >> 24), (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body];
    }
}
