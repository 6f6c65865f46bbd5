namespace Thesis.Grpc;

/// <summary>What one call carries besides its request.</summary>
/// <param name="Headers">Metadata to send.</param>
/// <param name="Deadline">When the call must be over, in UTC; null for never.</param>
/// <param name="CancellationToken">Gives the call up, here and on the server.</param>
public readonly record struct CallOptions(
    Metadata? Headers = null,
    DateTime? Deadline = null,
    CancellationToken CancellationToken = default)
{
    /// <summary>The same options with other metadata.</summary>
    public CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>The same options with another deadline, in UTC.</summary>
    public CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>The same options with another token.</summary>
    public CallOptions WithCancellationToken(CancellationToken cancellationToken) =>
        this with { CancellationToken = cancellationToken };
}
