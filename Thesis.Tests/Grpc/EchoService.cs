using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Thesis.Grpc.Tests.V1;

namespace Thesis.Grpc.Tests;

/// <summary>The C# twin of <c>interop/server.js</c>.</summary>
internal sealed class EchoService
{
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when a call has begun to wait.</summary>
    public Task Waiting => _waiting.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Ends when a waiting call has been cancelled.</summary>
    public Task Cancelled => _cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public void Map(WebApplication app)
    {
        app.MapGrpc(EchoMethods.Say, SayAsync);
        app.MapGrpcStream(EchoMethods.Repeat, RepeatAsync);
        app.MapGrpcHealth();
    }

    private async Task<EchoReply> SayAsync(EchoRequest request, ServerCallContext context)
    {
        switch (request.Command)
        {
            case "fail":
                throw Failure(request);
            case "throw":
                throw new FormatException("secret of the handler");
            case "wait":
                await WaitAsync(context);
                break;
            case "large":
                return new EchoReply { Payload = ByteString.CopyFrom(new byte[request.Count]) };
        }

        await ReflectAsync(context);
        return new EchoReply { Text = request.Text, Payload = request.Payload };
    }

    private async Task RepeatAsync(EchoRequest request, IServerStreamWriter<EchoReply> replies, ServerCallContext context)
    {
        await ReflectAsync(context);
        for (var i = 0; i < request.Count; i++)
        {
            await replies.WriteAsync(new EchoReply { Index = i, Payload = request.Payload });
        }

        switch (request.Command)
        {
            case "fail":
                throw Failure(request);
            case "wait":
                await WaitAsync(context);
                break;
        }
    }

    private static async Task ReflectAsync(ServerCallContext context)
    {
        var headers = new Metadata();
        foreach (var entry in context.RequestHeaders.Where(e => e.Key.StartsWith("echo-", StringComparison.Ordinal)))
        {
            headers.Add(Renamed("h-", entry));
            context.ResponseTrailers.Add(Renamed("t-", entry));
        }

        if (headers.Count > 0)
        {
            await context.WriteResponseHeadersAsync(headers);
        }
    }

    private static Metadata.Entry Renamed(string prefix, Metadata.Entry entry) => entry.IsBinary
        ? new Metadata.Entry(prefix + entry.Key, entry.ValueBytes)
        : new Metadata.Entry(prefix + entry.Key, entry.Value);

    private static RpcException Failure(EchoRequest request) => new(
        new Status(StatusCode.FailedPrecondition, request.Text),
        new Metadata
        {
            { RpcStatusExtensions.DetailsTrailer, request.Payload.ToByteArray() },
            { "reason-bin", [0, 255, 10] },
        });

    private async Task WaitAsync(ServerCallContext context)
    {
        _waiting.TrySetResult();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
        }
        finally
        {
            _cancelled.TrySetResult();
        }
    }
}
