using System.Text.Json;

namespace Thesis.Rescue.People;

/// <summary>An update as it arrived at a client.</summary>
/// <param name="Sequence">The message's number in its topic; numbers follow each other without a gap.</param>
/// <param name="CommittedAt">When the change was committed.</param>
/// <param name="ArrivedAt">When this client had it.</param>
internal sealed record LiveMessage(string Topic, long Sequence, string Type, DateTimeOffset CommittedAt, DateTimeOffset ArrivedAt, JsonElement Data);
