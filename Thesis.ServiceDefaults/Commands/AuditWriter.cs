using Npgsql;
using NpgsqlTypes;

namespace Thesis.ServiceDefaults;

/// <summary>Buffers a command's audit rows and writes them with one statement.</summary>
internal sealed class AuditWriter
{
    private readonly List<Row> _rows = [];

    public int Count => _rows.Count;

    public void Add(long id, string actor, string action, string entityId, DateTimeOffset time, string? details, string? traceId) =>
        _rows.Add(new Row(id, actor, action, entityId, time, details, traceId));

    public NpgsqlBatchCommand ToCommand(string schema) => new(
        $"""
        INSERT INTO {schema}.audit (id, actor, action, entity_id, time, details, trace_id)
        SELECT id, actor, action, entity_id, time, details::jsonb, trace_id
        FROM unnest($1, $2, $3, $4, $5, $6, $7) AS a (id, actor, action, entity_id, time, details, trace_id)
        """)
    {
        Parameters =
        {
            Array(NpgsqlDbType.Bigint, r => r.Id),
            Array(NpgsqlDbType.Text, r => r.Actor),
            Array(NpgsqlDbType.Text, r => r.Action),
            Array(NpgsqlDbType.Text, r => r.EntityId),
            Array(NpgsqlDbType.TimestampTz, r => r.Time),
            Array(NpgsqlDbType.Text, r => r.Details),
            Array(NpgsqlDbType.Text, r => r.TraceId),
        },
    };

    public void Clear() => _rows.Clear();

    private NpgsqlParameter Array<T>(NpgsqlDbType type, Func<Row, T> column) =>
        new() { Value = _rows.Select(column).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };

    private sealed record Row(
        long Id, string Actor, string Action, string EntityId, DateTimeOffset Time, string? Details, string? TraceId);
}
