using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Thesis.Grpc.Tests.V1;

namespace Thesis.Grpc.Tests;

public sealed class CancellationTests
{
    private static readonly EchoRequest _wait = new() { Command = "wait", Count = 1 };

    [Fact]
    public async Task A_deadline_reaches_the_handler_and_ends_the_call()
    {
        var echo = new EchoService();
        var time = new ManualTime();
        await using var host = await GrpcHost.StartAsync(echo.Map, channel: new GrpcChannelOptions { TimeProvider = time });

        var call = host.Channel.UnaryAsync(EchoMethods.Say, _wait, new CallOptions(Deadline: In(time, minutes: 5)));
        await echo.Waiting;
        time.Advance(TimeSpan.FromMinutes(5));

        var error = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        await echo.Cancelled;
        Assert.Empty(host.Log.AtLeast(LogLevel.Error));
    }

    [Fact]
    public async Task The_handler_knows_the_deadline()
    {
        var seen = DateTime.MinValue;
        await using var host = await GrpcHost.StartAsync(app => app.MapGrpc(EchoMethods.Say, (_, context) =>
        {
            seen = context.Deadline;
            return Task.FromResult(new EchoReply());
        }));

        var deadline = DateTime.UtcNow.AddMinutes(3);
        await host.Channel.UnaryAsync(EchoMethods.Say, new EchoRequest(), new CallOptions(Deadline: deadline));
        Assert.InRange(seen, deadline.AddSeconds(-1), deadline.AddSeconds(5));

        await host.Channel.UnaryAsync(EchoMethods.Say, new EchoRequest());
        Assert.Equal(DateTime.MaxValue, seen);
    }

    [Fact]
    public async Task A_deadline_in_the_past_ends_the_call_before_it_is_sent()
    {
        var reached = false;
        await using var host = await GrpcHost.StartAsync(app => app.MapGrpc(EchoMethods.Say, (_, _) =>
        {
            reached = true;
            return Task.FromResult(new EchoReply());
        }));

        var error = await Assert.ThrowsAsync<RpcException>(() => host.Channel.UnaryAsync(
            EchoMethods.Say, new EchoRequest(), new CallOptions(Deadline: DateTime.UtcNow.AddSeconds(-1))));

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        Assert.False(reached);
    }

    [Fact]
    public async Task A_handler_that_outlives_the_deadline_does_not_succeed()
    {
        var time = new ManualTime();
        await using var host = await GrpcHost.StartAsync(
            app => app.MapGrpc(EchoMethods.Say, (_, _) =>
            {
                time.Advance(TimeSpan.FromSeconds(2));
                return Task.FromResult(new EchoReply());
            }),
            builder => builder.Services.AddSingleton<TimeProvider>(time));

        var answer = await RawCall.PostAsync(
            host, EchoMethods.Say.FullName, RawCall.Frame(new EchoRequest()), headers: ("grpc-timeout", "1S"));

        Assert.Equal(StatusCode.DeadlineExceeded, answer.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelling_the_token_ends_a_waiting_call_and_reaches_the_handler(bool asOperationCanceled)
    {
        var echo = new EchoService();
        await using var host = await GrpcHost.StartAsync(
            echo.Map, channel: new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = asOperationCanceled });
        using var cancellation = new CancellationTokenSource();

        // With and without a deadline, which has a token of its own on the server.
        DateTime? deadline = asOperationCanceled ? DateTime.UtcNow.AddMinutes(5) : null;
        var options = new CallOptions(Deadline: deadline, CancellationToken: cancellation.Token);
        using var call = host.Channel.ServerStream(EchoMethods.Repeat, _wait, options);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        var next = call.ResponseStream.MoveNext(CancellationToken.None);
        await cancellation.CancelAsync();

        if (asOperationCanceled)
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => next);
        }
        else
        {
            Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => next)).StatusCode);
        }

        await echo.Cancelled;
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        Assert.Empty(host.Log.AtLeast(LogLevel.Error));
    }

    [Fact]
    public async Task Cancelling_an_enumeration_cancels_its_call()
    {
        var echo = new EchoService();
        await using var host = await GrpcHost.StartAsync(echo.Map);
        using var cancellation = new CancellationTokenSource();
        using var call = host.Channel.ServerStream(EchoMethods.Repeat, _wait);

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var _ in call.ResponseStream.ReadAllAsync(cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });

        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        await echo.Cancelled;
    }

    [Fact]
    public async Task A_deadline_ends_a_stream_that_nobody_reads()
    {
        var echo = new EchoService();
        var time = new ManualTime();
        await using var host = await GrpcHost.StartAsync(echo.Map, channel: new GrpcChannelOptions { TimeProvider = time });

        using var call = host.Channel.ServerStream(EchoMethods.Repeat, _wait, new CallOptions(Deadline: In(time, minutes: 5)));
        await call.ResponseHeadersAsync;
        await echo.Waiting;
        time.Advance(TimeSpan.FromMinutes(5));

        await echo.Cancelled;
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
    }

    [Fact]
    public async Task Writing_to_a_client_that_has_gone_ends_the_handler_quietly()
    {
        var ended = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await GrpcHost.StartAsync(app => app.MapGrpcStream(EchoMethods.Repeat, async (_, replies, _) =>
        {
            try
            {
                while (true)
                {
                    await replies.WriteAsync(new EchoReply());
                }
            }
            catch (Exception e) // The test looks at whatever it is.
            {
                ended.SetResult(e);
                throw;
            }
        }));

        var call = host.Channel.ServerStream(EchoMethods.Repeat, new EchoRequest());
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        call.Dispose();

        Assert.IsAssignableFrom<OperationCanceledException>(await ended.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Empty(host.Log.AtLeast(LogLevel.Error));
    }

    private static DateTime In(ManualTime time, int minutes) => time.GetUtcNow().UtcDateTime.AddMinutes(minutes);
}
