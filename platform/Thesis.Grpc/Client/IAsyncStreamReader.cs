namespace Thesis.Grpc;

/// <summary>
/// The messages of a stream as they arrive. Enumerate it once: <c>await foreach (var m in call.ResponseStream)</c>;
/// leaving the loop early gives the call up.
/// </summary>
/// <typeparam name="T">The response message.</typeparam>
public interface IAsyncStreamReader<out T> : IAsyncEnumerable<T>
{
    /// <summary>The message that the last <see cref="MoveNext"/> read.</summary>
    T Current { get; }

    /// <summary>Reads the next message; false at the end. Cancelling it cancels the call.</summary>
    /// <exception cref="RpcException">The call ended with another status than OK.</exception>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}

/// <summary>Reads a stream as Grpc.Core's callers do.</summary>
public static class AsyncStreamReaderExtensions
{
    /// <summary>Every message; cancelling the token cancels the call.</summary>
    public static IAsyncEnumerable<T> ReadAllAsync<T>(this IAsyncStreamReader<T> reader, CancellationToken cancellationToken = default) =>
        new Messages<T>(reader, cancellationToken);

    private sealed class Messages<T>(IAsyncStreamReader<T> reader, CancellationToken outer) : IAsyncEnumerable<T>
    {
        public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
            reader.GetAsyncEnumerator(cancellationToken.CanBeCanceled ? cancellationToken : outer);
    }
}
