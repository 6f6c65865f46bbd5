using Google.Protobuf;
using Thesis.Grpc.Tests.V1;

namespace Thesis.Grpc.Tests;

public sealed class CallTests
{
    [Fact]
    public async Task A_unary_call_carries_its_request_there_and_its_response_back()
    {
        await using var host = await GrpcHost.StartAsync(app =>
            app.MapGrpc(EchoMethods.Say, (request, _) => Task.FromResult(new EchoReply { Text = request.Text, Payload = request.Payload })));

        var payload = ByteString.CopyFrom(new byte[1_000_000]);
        var reply = await host.Channel.UnaryAsync(EchoMethods.Say, new EchoRequest { Text = "grüße", Payload = payload });

        Assert.Equal("grüße", reply.Text);
        Assert.Equal(payload, reply.Payload);
    }

    [Fact]
    public async Task An_empty_message_is_a_message()
    {
        await using var host = await GrpcHost.StartAsync(app => app.MapGrpc(EchoMethods.Say, (_, _) => Task.FromResult(new EchoReply())));

        Assert.Equal(new EchoReply(), await host.Channel.UnaryAsync(EchoMethods.Say, new EchoRequest()));
    }

    [Fact]
    public async Task A_stream_carries_every_message_in_order()
    {
        await using var host = await GrpcHost.StartAsync(app => app.MapGrpcStream(EchoMethods.Repeat, async (request, replies, context) =>
        {
            for (var i = 0; i < request.Count; i++)
            {
                await replies.WriteAsync(new EchoReply { Index = i }, context.CancellationToken);
            }
        }));

        using var call = host.Channel.ServerStream(EchoMethods.Repeat, new EchoRequest { Count = 1000 });
        var indexes = new List<int>();
        await foreach (var reply in call.ResponseStream)
        {
            indexes.Add(reply.Index);
        }

        Assert.Equal(Enumerable.Range(0, 1000), indexes);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_writer_ahead_of_its_reader_waits()
    {
        const int offered = 200;
        var written = 0;
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await GrpcHost.StartAsync(app => app.MapGrpcStream(EchoMethods.Repeat, async (_, replies, context) =>
        {
            var payload = ByteString.CopyFrom(new byte[100_000]);
            for (; written < offered; written++)
            {
                var write = replies.WriteAsync(new EchoReply { Index = written, Payload = payload }, context.CancellationToken);
                if (!write.IsCompleted)
                {
                    stalled.TrySetResult();
                }

                await write;
            }
        }));

        using var call = host.Channel.ServerStream(EchoMethods.Repeat, new EchoRequest());
        await stalled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.InRange(written, 0, offered / 2);

        Assert.Equal(Enumerable.Range(0, offered), await call.ResponseStream.ReadAllAsync().Select(r => r.Index).ToListAsync());
    }
}
