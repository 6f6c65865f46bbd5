namespace Thesis.Grpc;

/// <summary>
/// A call that ended with another status than OK. Thrown by the client; thrown in a handler, it becomes the call's answer.
/// </summary>
public sealed class RpcException : Exception
{
    /// <summary>An exception with a status and no trailers.</summary>
    public RpcException(Status status)
        : this(status, new Metadata())
    {
    }

    /// <summary>An exception with a status and the trailers that go with it.</summary>
    public RpcException(Status status, Metadata trailers)
        : base($"gRPC {status}", status.DebugException)
    {
        Status = status;
        Trailers = trailers;
    }

    /// <summary>The outcome of the call.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>What the server sent after the last message, or is to send.</summary>
    public Metadata Trailers { get; }
}
