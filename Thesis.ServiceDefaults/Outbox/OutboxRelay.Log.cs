using Microsoft.Extensions.Logging;
using NpgsqlTypes;

namespace Thesis.ServiceDefaults;

internal sealed partial class OutboxRelay
{
    [LoggerMessage(10, LogLevel.Warning, "The outbox relay was interrupted ({Failures} in a row) and starts over.")]
    private partial void LogInterrupted(Exception exception, int failures);

    [LoggerMessage(11, LogLevel.Information, "Relaying outboxes from slot {Slot} after {Position}.")]
    private partial void LogStarted(string slot, NpgsqlLogSequenceNumber position);

    [LoggerMessage(12, LogLevel.Warning, "Relayed outbox rows could not be deleted; the sweep tries again.")]
    internal static partial void LogCleaningFailed(ILogger logger, Exception exception);

    [LoggerMessage(13, LogLevel.Warning, "PostgreSQL keeps {Bytes} bytes of write-ahead log for slot {Slot}. Set max_slot_wal_keep_size to bound it; no event is lost when the slot is invalidated.")]
    internal static partial void LogRetainedWal(ILogger logger, long bytes, string slot);
}
