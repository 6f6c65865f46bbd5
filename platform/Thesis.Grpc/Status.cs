namespace Thesis.Grpc;

/// <summary>A status code with a message for developers. The message travels in <c>grpc-message</c>.</summary>
/// <param name="StatusCode">The outcome.</param>
/// <param name="Detail">What happened, in any Unicode text; empty when there is nothing to add.</param>
/// <param name="DebugException">The local cause; never sent.</param>
public readonly record struct Status(StatusCode StatusCode, string Detail, Exception? DebugException = null)
{
    /// <summary>Success, with nothing to add.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");

    /// <summary>Cancelled, with nothing to add.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");

    /// <inheritdoc/>
    public override string ToString() => $"{StatusCode}: {Detail}";
}
