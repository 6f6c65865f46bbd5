using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Thesis.Services.Audit;

/// <summary>Which rows of an audit trail are asked for; null means all.</summary>
/// <param name="Actor">Who acted, a token's subject or "system:…".</param>
/// <param name="Action">What was done, e.g. "donation.cancelled"; one that ends with a dot stands for all that begin with it.</param>
/// <param name="EntityId">To what, e.g. "don_…".</param>
public sealed record AuditFilter(string? Actor, string? Action, string? EntityId, string? TraceId, DateTimeOffset? From, DateTimeOffset? Until);

/// <summary>One thing that was done.</summary>
public sealed record AuditRow(long Id, string Actor, string Action, string EntityId, DateTimeOffset Time, JsonElement? Details, string? TraceId);

/// <summary>Reads the audit trail of a service's schema.</summary>
public sealed class AuditQuery(NpgsqlDataSource database)
{
    /// <summary>The first <paramref name="limit"/> rows before the one of id <paramref name="before"/>, newest first.</summary>
    /// <param name="schema">The service's schema; one of the catalog's.</param>
    public async Task<IReadOnlyList<AuditRow>> ListAsync(string schema, AuditFilter filter, long? before, int limit, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand();
        var prefix = filter.Action is { } action && action.EndsWith('.') ? action : null;
        select.CommandText = $"""
            select id, actor, action, entity_id, time, details::text, trace_id from {schema}.audit
            where id < @before
                {select.Where("and actor = @actor", "actor", filter.Actor)}
                {select.Where("and action = @action", "action", prefix is null ? filter.Action : null)}
                {select.Where("and starts_with(action, @prefix)", "prefix", prefix)}
                {select.Where("and entity_id = @entity", "entity", filter.EntityId)}
                {select.Where("and trace_id = @trace", "trace", filter.TraceId)}
                {select.Where("and time >= @from", "from", filter.From?.UtcDateTime)}
                {select.Where("and time < @until", "until", filter.Until?.UtcDateTime)}
            order by id desc
            limit @limit
            """;
        select.Parameters.AddWithValue("before", NpgsqlDbType.Bigint, before ?? long.MaxValue);
        select.Parameters.AddWithValue("limit", limit);
        var rows = new List<AuditRow>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new AuditRow(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4),
                reader.IsDBNull(5) ? null : JsonSerializer.Deserialize<JsonElement>(reader.GetString(5)),
                reader.IsDBNull(6) ? null : reader.GetString(6)));
        }

        return rows;
    }
}
