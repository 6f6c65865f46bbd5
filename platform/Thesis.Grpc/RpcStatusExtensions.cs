using Google.Protobuf;

namespace Thesis.Grpc;

/// <summary>The rich error model: a <c>google.rpc.Status</c> with typed details, carried in <c>grpc-status-details-bin</c>.</summary>
public static class RpcStatusExtensions
{
    /// <summary>The trailer that carries the details.</summary>
    public const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>An exception that carries the status and its details to the other side.</summary>
    public static RpcException ToRpcException(this Google.Rpc.Status status)
    {
        var trailers = new Metadata { { DetailsTrailer, status.ToByteArray() } };
        return new RpcException(new Status((StatusCode)status.Code, status.Message), trailers);
    }

    /// <summary>The details that came with a failed call; null when there are none, or when they cannot be read.</summary>
    public static Google.Rpc.Status? GetRpcStatus(this RpcException exception)
    {
        var entry = exception.Trailers.Get(DetailsTrailer);
        if (entry is null)
        {
            return null;
        }

        try
        {
            return Google.Rpc.Status.Parser.ParseFrom(entry.ValueBytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
