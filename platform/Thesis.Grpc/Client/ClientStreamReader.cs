using Google.Protobuf;

namespace Thesis.Grpc.Client;

internal sealed class ClientStreamReader<T>(ClientCall<T> call) : IAsyncStreamReader<T>
    where T : class, IMessage<T>
{
    private T? _current;

    public T Current => _current ?? throw new InvalidOperationException("No message has been read.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(static call => ((ClientCall<T>?)call)?.Cancel(), call);
        _current = await call.ReadAsync();
        return _current is not null;
    }

    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        try
        {
            while (await MoveNext(cancellationToken))
            {
                yield return Current;
            }
        }
        finally
        {
            call.Dispose();
        }
    }
}
