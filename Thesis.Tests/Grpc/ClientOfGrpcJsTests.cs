using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Thesis.Grpc.Tests.V1;

namespace Thesis.Grpc.Tests;

/// <summary>Our client against a server of @grpc/grpc-js.</summary>
public sealed class ClientOfGrpcJsTests(GrpcJsServer server) : IClassFixture<GrpcJsServer>
{
    private GrpcChannel Channel => server.Channel;

    [Fact]
    public async Task A_unary_call_is_answered()
    {
        var payload = ByteString.CopyFrom(new byte[300_000]);
        var reply = await Channel.UnaryAsync(EchoMethods.Say, new EchoRequest { Text = "žluťoučký 🥕", Payload = payload });

        Assert.Equal("žluťoučký 🥕", reply.Text);
        Assert.Equal(payload, reply.Payload);
    }

    [Fact]
    public async Task Metadata_goes_there_and_comes_back_as_headers_and_as_trailers()
    {
        var headers = new Metadata { { "echo-text", "plain text" }, { "echo-bin", [0, 1, 254, 255] } };
        using var call = Channel.ServerStream(EchoMethods.Repeat, new EchoRequest { Count = 2000 }, new CallOptions(headers));

        var received = await call.ResponseHeadersAsync;
        var replies = await call.ResponseStream.ReadAllAsync().ToListAsync();

        Assert.Equal("plain text", received.GetValue("h-echo-text"));
        Assert.Equal([0, 1, 254, 255], received.GetValueBytes("h-echo-bin"));
        Assert.Equal(Enumerable.Range(0, 2000), replies.Select(r => r.Index));
        Assert.Equal("plain text", call.GetTrailers().GetValue("t-echo-text"));
        Assert.Equal([0, 1, 254, 255], call.GetTrailers().GetValueBytes("t-echo-bin"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_failure_carries_its_message_its_trailers_and_its_details(int messagesBefore)
    {
        var details = new Google.Rpc.Status { Code = 9, Message = "x", Details = { Any.Pack(new EchoReply { Text = "why" }) } };
        var request = new EchoRequest { Text = "není 100 % jídla\n🥕", Payload = details.ToByteString(), Command = "fail", Count = messagesBefore };

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            if (messagesBefore == 0)
            {
                await Channel.UnaryAsync(EchoMethods.Say, request);
            }

            using var call = Channel.ServerStream(EchoMethods.Repeat, request);
            Assert.Equal(messagesBefore, await call.ResponseStream.ReadAllAsync().CountAsync());
        });

        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.Equal("není 100 % jídla\n🥕", error.Status.Detail);
        Assert.Equal([0, 255, 10], error.Trailers.GetValueBytes("reason-bin"));
        Assert.Equal(details, error.GetRpcStatus());
    }

    [Fact]
    public async Task A_deadline_ends_the_call_on_both_sides()
    {
        var before = await server.CancelledAsync();
        var time = new ManualTime();
        var channel = server.NewChannel(new GrpcChannelOptions { TimeProvider = time });
        using var call = channel.ServerStream(
            EchoMethods.Repeat, new EchoRequest { Count = 1, Command = "wait" }, new CallOptions(Deadline: time.GetUtcNow().UtcDateTime.AddMinutes(5)));
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        var next = call.ResponseStream.MoveNext(CancellationToken.None);
        time.Advance(TimeSpan.FromMinutes(5));

        var error = await Assert.ThrowsAsync<RpcException>(() => next);

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        await AssertServerSawCancellationAsync(before);
    }

    [Fact]
    public async Task Leaving_a_stream_early_cancels_it_on_the_server()
    {
        var before = await server.CancelledAsync();
        using var call = Channel.ServerStream(EchoMethods.Repeat, new EchoRequest { Count = 2, Command = "wait" });
        await foreach (var _ in call.ResponseStream)
        {
            break;
        }

        await AssertServerSawCancellationAsync(before);
    }

    [Fact]
    public async Task A_response_over_the_limit_is_refused()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() =>
            Channel.UnaryAsync(EchoMethods.Say, new EchoRequest { Command = "large", Count = 5_000_000 }));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task A_server_killed_in_the_middle_of_a_stream_is_unavailable()
    {
        using var doomed = new GrpcJsServer();
        await doomed.InitializeAsync();
        using var call = doomed.Channel.ServerStream(EchoMethods.Repeat, new EchoRequest { Count = 1, Command = "wait" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));

        doomed.Kill();

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        error = await Assert.ThrowsAsync<RpcException>(() => doomed.Channel.UnaryAsync(EchoMethods.Say, new EchoRequest()));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }

    private async Task AssertServerSawCancellationAsync(int before)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await server.CancelledAsync() == before)
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
