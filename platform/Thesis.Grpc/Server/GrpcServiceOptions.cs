namespace Thesis.Grpc;

/// <summary>What holds for every method that a server offers.</summary>
public sealed class GrpcServiceOptions
{
    /// <summary>The largest request in bytes, 4 MiB unless set; null for no limit. Beyond it a call fails as ResourceExhausted.</summary>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>The largest response message in bytes; null, as it stands, for no limit. Beyond it a call fails as ResourceExhausted.</summary>
    public int? MaxSendMessageSize { get; set; }
}
