namespace Thesis.Grpc;

/// <summary>Where a handler writes the messages of its stream, one at a time.</summary>
/// <typeparam name="T">The response message.</typeparam>
public interface IServerStreamWriter<in T>
{
    /// <summary>
    /// Sends a message. Waits while the client reads more slowly than the handler writes, so that what is buffered is
    /// bounded by the connection's flow-control window.
    /// </summary>
    /// <exception cref="OperationCanceledException">The call is over: cancelled, past its deadline, or its client gone.</exception>
    /// <exception cref="InvalidOperationException">Another write has not ended yet, or the call has.</exception>
    Task WriteAsync(T message, CancellationToken cancellationToken = default);
}
