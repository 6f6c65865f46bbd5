using Thesis.Contracts.Events.V1;

namespace Thesis.ServiceDefaults;

/// <summary>What a handler knows of its event besides the message.</summary>
/// <param name="Command">The open transaction; commits when the handler returns.</param>
/// <param name="EventId">Unique and time-ordered.</param>
/// <param name="Time">When the publishing command ran, UTC.</param>
/// <param name="CommittedAt">When the publishing command committed, UTC, by the database's clock.</param>
/// <param name="Key">The ordering key, a decimal number.</param>
/// <param name="Audience">Realtime topics that may see the event.</param>
/// <param name="Actor">The subject that acted.</param>
/// <param name="Offset">Position within the topic's partition.</param>
public sealed record EventContext(
    CommandContext Command,
    long EventId,
    string Topic,
    DateTimeOffset Time,
    DateTimeOffset CommittedAt,
    string Key,
    IReadOnlyList<string> Audience,
    string Actor,
    int Partition,
    long Offset);

/// <summary>What a job knows of its event while it runs outside a transaction.</summary>
/// <param name="Attempt">1 for the first run.</param>
public sealed record JobContext(
    long EventId,
    string Topic,
    DateTimeOffset Time,
    DateTimeOffset CommittedAt,
    string Key,
    string Actor,
    int Attempt);

/// <summary>Where and when a raw envelope stands in the log.</summary>
/// <param name="Offset">Grows by one with each event of the topic's partition.</param>
/// <param name="CommittedAt">When the publishing command committed, UTC, by the database's clock.</param>
public sealed record RawEventContext(string Topic, int Partition, long Offset, DateTimeOffset CommittedAt);

/// <summary>An envelope, and where it stands in the log.</summary>
public sealed record RawEvent(EventEnvelope Envelope, RawEventContext Context);
