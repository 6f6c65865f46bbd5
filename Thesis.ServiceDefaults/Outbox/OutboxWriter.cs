using System.Globalization;
using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;
using Thesis.Contracts.Events.V1;

namespace Thesis.ServiceDefaults;

/// <summary>Buffers a command's events and writes them as outbox rows with one statement.</summary>
internal sealed class OutboxWriter
{
    private readonly List<long> _ids = [];
    private readonly List<string> _topics = [];
    private readonly List<string> _keys = [];
    private readonly List<byte[]> _envelopes = [];

    public int Count => _ids.Count;

    public void Add<T>(long id, string topic, long key, T message, IEnumerable<string>? audience, string actor, DateTimeOffset time, string? traceParent)
        where T : IMessage<T>
    {
        var envelope = new EventEnvelope
        {
            Id = id,
            Type = topic,
            TimeEpochMs = time.ToUnixTimeMilliseconds(),
            Key = key.ToString(CultureInfo.InvariantCulture),
            Traceparent = traceParent ?? "",
            Actor = actor,
            Payload = message.ToByteString(),
        };
        if (audience is not null)
        {
            envelope.Audience.AddRange(audience.Distinct(StringComparer.Ordinal));
        }
        _ids.Add(id);
        _topics.Add(topic);
        _keys.Add(envelope.Key);
        _envelopes.Add(envelope.ToByteArray());
    }

    public NpgsqlBatchCommand ToCommand(string schema) => new(
        $"INSERT INTO {schema}.outbox (id, topic, key, envelope) SELECT * FROM unnest($1, $2, $3, $4)")
    {
        Parameters =
        {
            new() { Value = _ids.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
            new() { Value = _topics.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            new() { Value = _keys.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            new() { Value = _envelopes.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
        },
    };

    public void Clear()
    {
        _ids.Clear();
        _topics.Clear();
        _keys.Clear();
        _envelopes.Clear();
    }
}
