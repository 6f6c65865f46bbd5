using System.Globalization;
using System.Text;
using Confluent.Kafka;
using NpgsqlTypes;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Where an event stood in the outboxes: it rises from event to event of a partition. A relay that starts over sends some
/// events again, and this tells them.
/// </summary>
internal readonly record struct OutboxPosition(long Generation, NpgsqlLogSequenceNumber Commit, int Row) : IComparable<OutboxPosition>
{
    /// <summary>Before every event.</summary>
    public static readonly OutboxPosition None = new(0, default, -1);

    public int CompareTo(OutboxPosition other) =>
        (Generation, (ulong)Commit, Row).CompareTo((other.Generation, (ulong)other.Commit, other.Row));
}

/// <summary>An event as Kafka holds it.</summary>
/// <param name="Position">Where it stood in the outboxes; null for an event that another producer has written.</param>
internal sealed record KafkaRecord(long Offset, long EventId, DateTimeOffset CommittedAt, byte[] Envelope, OutboxPosition? Position)
    : LogRecord(Offset, EventId, CommittedAt, Envelope)
{
    private const string IdHeader = "thesis-id";
    private const string PositionHeader = "thesis-position";

    public static Message<string, byte[]> ToMessage(LogEntry entry, long generation) => new()
    {
        Key = entry.Row.Key,
        Value = entry.Row.Envelope,
        Timestamp = new Timestamp(entry.CommittedAt),
        Headers =
        [
            new Header(IdHeader, Text($"{entry.Row.Id}")),
            new Header(PositionHeader, Text($"{generation}:{(ulong)entry.Position.Commit}:{entry.Position.Rows}")),
        ],
    };

    public static KafkaRecord From(ConsumeResult<string, byte[]> result) => new(
        result.Offset.Value,
        IdOf(result),
        new DateTimeOffset(result.Message.Timestamp.UtcDateTime),
        result.Message.Value ?? [],
        PositionOf(result));

    public static long IdOf(ConsumeResult<string, byte[]> result) =>
        result.Message.Headers.TryGetLastBytes(IdHeader, out var bytes)
        && long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private static OutboxPosition? PositionOf(ConsumeResult<string, byte[]> result) =>
        result.Message.Headers.TryGetLastBytes(PositionHeader, out var bytes) && Encoding.UTF8.GetString(bytes).Split(':') is [var g, var c, var r]
        && long.TryParse(g, NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
        && ulong.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out var commit)
        && int.TryParse(r, NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            ? new OutboxPosition(generation, new NpgsqlLogSequenceNumber(commit), row)
            : null;

    private static byte[] Text(FormattableString text) => Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture));
}
