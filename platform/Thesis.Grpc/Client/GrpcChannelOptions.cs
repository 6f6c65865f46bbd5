namespace Thesis.Grpc;

/// <summary>What holds for every call through a channel.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>The largest response message in bytes, 4 MiB unless set; null for no limit. Beyond it a call fails as ResourceExhausted.</summary>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>The largest request in bytes; null, as it stands, for no limit. Beyond it a call fails as ResourceExhausted, unsent.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>
    /// Whether a call that its own token cancels throws <see cref="OperationCanceledException"/> and not an
    /// <see cref="RpcException"/> with Cancelled.
    /// </summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>The clock of deadlines.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
