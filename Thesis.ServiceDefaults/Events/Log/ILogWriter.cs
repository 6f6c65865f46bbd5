namespace Thesis.ServiceDefaults;

/// <summary>The log as the relay sees it. One relay writes at a time.</summary>
internal interface ILogWriter : IDisposable
{
    /// <summary>True if the append also deletes the entries' outbox rows.</summary>
    bool DeletesRows { get; }

    /// <summary>Entries that follow are copied from the outboxes, and some of them may be in the log already: those are left out.</summary>
    void BeginCopy();

    /// <summary>Appends the entries in order and records the position.</summary>
    /// <exception cref="RelayFencedException">Another relay has taken over; nothing was appended.</exception>
    Task AppendAsync(IReadOnlyList<LogEntry> entries, RelayPosition position, CancellationToken cancellationToken);
}

/// <summary>Another relay has taken over.</summary>
internal sealed class RelayFencedException() : Exception("Another process has taken over the outbox relay.");
