using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Thesis.Grpc.Protocol;

namespace Thesis.Grpc.Server;

internal sealed class ServerStreamWriter<T>(HttpResponse response, ServerCallContext context, int? maxSize)
    : IServerStreamWriter<T>
    where T : class, IMessage<T>
{
    private const int Idle = 0;
    private const int Writing = 1;
    private const int Completed = 2;
    private int _state;

    public async Task WriteAsync(T message, CancellationToken cancellationToken = default)
    {
        if (Interlocked.CompareExchange(ref _state, Writing, Idle) is var state and not Idle)
        {
            throw new InvalidOperationException(
                state == Writing ? "The previous write has not ended yet." : "The call has ended; nothing more can be written.");
        }

        try
        {
            using var linked = Link(cancellationToken);
            var token = linked?.Token ?? context.CancellationToken;
            token.ThrowIfCancellationRequested();
            await WriteUnflushedAsync(message);
            var flushed = await response.BodyWriter.FlushAsync(token);
            if (flushed.IsCompleted)
            {
                context.IsClientGone = true;
                throw new OperationCanceledException("The client has gone.");
            }
        }
        finally
        {
            Interlocked.CompareExchange(ref _state, Idle, Writing);
        }
    }

    /// <summary>Leaves the message in the buffer, to go out with the trailers.</summary>
    public async ValueTask WriteUnflushedAsync(T message)
    {
        if (response.HasStarted)
        {
            MessageFrame.Write(response.BodyWriter, message, maxSize);
            return;
        }

        // A message over the limit must fail before the headers leave, so that the failure is Trailers-Only.
        MessageFrame.CheckSendSize(message, maxSize);
        await response.StartAsync(context.CancellationToken);
        MessageFrame.Write(response.BodyWriter, message, maxSize);
    }

    public void Complete() => Interlocked.Exchange(ref _state, Completed);

    private CancellationTokenSource? Link(CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled && cancellationToken != context.CancellationToken
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.CancellationToken)
            : null;
}
