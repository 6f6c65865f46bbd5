namespace Thesis.ServiceDefaults;

/// <summary>What becomes of a call to another process while a transaction is open. Section <c>RemoteCalls</c>.</summary>
public sealed class RemoteCallOptions
{
    /// <summary>
    /// True refuses the call with an exception, as tests do; false lets it pass with a warning, for an operator is served better
    /// by a slow command than by none.
    /// </summary>
    public bool RefuseInTransactions { get; set; }
}
