namespace Thesis.ServiceDefaults;

/// <summary>The log as the relay sees it. One relay writes at a time.</summary>
internal interface ILogWriter
{
    /// <summary>Appends the entries in order and records the position with them, in one round trip.</summary>
    /// <exception cref="RelayFencedException">Another relay has taken over; nothing was appended.</exception>
    Task AppendAsync(IReadOnlyList<LogEntry> entries, RelayPosition position, CancellationToken cancellationToken);
}

/// <summary>Another relay has taken over.</summary>
internal sealed class RelayFencedException() : Exception("Another process has taken over the outbox relay.");
