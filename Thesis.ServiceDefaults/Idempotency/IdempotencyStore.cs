using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Npgsql;
using NpgsqlTypes;

namespace Thesis.ServiceDefaults;

/// <summary>The answers a schema has given, by caller and key. Everything happens in the command's own transaction.</summary>
internal sealed class IdempotencyStore(string schema)
{
    /// <summary>How long an answer is given again.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly string _find =
        $"SELECT request_hash, status, headers, body FROM {schema}.idempotency WHERE actor = $1 AND key = $2 AND created_at > $3";

    // The lock is held, so a conflict can only be with an answer that has expired.
    private readonly string _keep =
        $"""
        INSERT INTO {schema}.idempotency (actor, key, request_hash, status, headers, body, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (actor, key) DO UPDATE SET
            request_hash = excluded.request_hash, status = excluded.status, headers = excluded.headers,
            body = excluded.body, created_at = excluded.created_at
        """;

    /// <summary>Takes the key until the transaction ends, and gives the earlier answer if there is one.</summary>
    /// <exception cref="ProblemException">409: the key is at work; 422: the key belongs to another request.</exception>
    public async Task<CommandAnswer?> FindAsync(CommandContext context, string key, byte[] digest, CancellationToken cancellationToken)
    {
        // Two statements, so that the second sees what was committed before the first took the lock.
        await using var batch = new NpgsqlBatch(context.Connection, context.Transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("SELECT pg_try_advisory_xact_lock($1)") { Parameters = { new() { Value = LockId(context.Actor.Subject, key) } } },
                new NpgsqlBatchCommand(_find)
                {
                    Parameters = { new() { Value = context.Actor.Subject }, new() { Value = key }, new() { Value = context.Now - Lifetime } },
                },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (!reader.GetBoolean(0))
        {
            throw new ProblemException(Problems.Conflict(
                "idempotency-key-in-flight", "A request with this Idempotency-Key is still at work; wait for its answer, or repeat shortly."));
        }

        await reader.NextResultAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        return reader.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(digest) ? Read(reader) : throw new ProblemException(KeyReused());
    }

    /// <summary>Adds the answer to what the commit writes.</summary>
    public void Keep(CommandContext context, string key, byte[] digest, CommandAnswer answer) => context.AtCommit(new NpgsqlBatchCommand(_keep)
    {
        Parameters =
        {
            new() { Value = context.Actor.Subject },
            new() { Value = key },
            new() { Value = digest },
            new() { Value = answer.Status },
            new() { Value = JsonSerializer.Serialize(answer.Headers), NpgsqlDbType = NpgsqlDbType.Jsonb },
            new() { Value = answer.Body.ToArray() },
            new() { Value = context.Now },
        },
    });

    private static CommandAnswer Read(NpgsqlDataReader reader) => new(
        reader.GetInt32(1),
        JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(2)) ?? [],
        reader.IsDBNull(3) ? default : reader.GetFieldValue<byte[]>(3),
        Replayed: true);

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult KeyReused() => Problems.Of(
        StatusCodes.Status422UnprocessableEntity,
        "idempotency-key-reused",
        "This Idempotency-Key was used for another request.",
        "Send a new Idempotency-Key with a new request; repeat the old request unchanged to get its answer.");

    private long LockId(string actor, string key) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{schema}\n{actor}\n{key}")));
}
