using Google.Protobuf;
using Thesis.Contracts.Events.V1;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Handles one event inside one transaction with the inbox row and the offset: its effect happens once. It may use the
/// event's <see cref="CommandContext"/> and nothing that outlives a rollback. An exception rolls back; the event is
/// tried again with growing pauses, then dead-lettered with the reason, and the partition goes on.
/// </summary>
public interface IEventHandler<in T>
    where T : IMessage
{
    Task HandleAsync(T message, EventContext context, CancellationToken cancellationToken);
}

/// <summary>
/// Work too long for a transaction. Jobs of a topic run side by side, in no order; a job of a killed process is taken
/// over by another. <see cref="ExecuteAsync"/> may run more than once, <see cref="CommitAsync"/> commits once.
/// </summary>
public interface IEventJob<in T, TResult>
    where T : IMessage
{
    /// <summary>Runs outside any transaction, as long as it takes; must be safe to repeat.</summary>
    Task<TResult> ExecuteAsync(T message, JobContext context, CancellationToken cancellationToken);

    /// <summary>Runs inside the transaction that ends the job.</summary>
    Task CommitAsync(TResult result, EventContext context, CancellationToken cancellationToken);
}

/// <summary>
/// Sees the envelopes of every topic, in order within a partition and without a database transaction. Delivery is at
/// least once: (topic, partition, offset) tells a repetition. An exception means that a peer is unavailable: the events
/// are handed over again from the first until they pass, and their partition waits.
/// </summary>
public interface IRawEventHandler
{
    /// <summary>Takes the events of one partition that wait together, at least one and at most 64, in order.</summary>
    Task HandleAsync(IReadOnlyList<RawEvent> events, CancellationToken cancellationToken);
}
