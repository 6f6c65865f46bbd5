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

    private const string InFlightState = "TH409";
    private const string AnsweredState = "TH208";

    private readonly string _take = $"CALL {schema}.take_key(@claimLock, @claimActor, @claimKey, @claimSince)";

    private readonly string _find =
        $"SELECT request_hash, status, headers, body FROM {schema}.idempotency WHERE actor = @actor AND key = @key AND created_at > @since";

    // The key is taken, so a conflict can only be with an answer that has expired.
    private readonly string _keep =
        $"""
        INSERT INTO {schema}.idempotency (actor, key, request_hash, status, headers, body, created_at)
        VALUES (@actor, @key, @hash, @status, @headers, @body, @now)
        ON CONFLICT (actor, key) DO UPDATE SET
            request_hash = excluded.request_hash, status = excluded.status, headers = excluded.headers,
            body = excluded.body, created_at = excluded.created_at
        """;

    /// <summary>Takes the key until the transaction ends; fails as <see cref="IsInFlight"/> or <see cref="IsAnswered"/> say.</summary>
    public FirstStatement Take(string actor, string key, DateTimeOffset now) => new(
        _take,
        [
            new("claimLock", LockId(actor, key)),
            new("claimActor", actor),
            new("claimKey", key),
            new("claimSince", now - Lifetime),
        ]);

    /// <summary>True when another request with the key is at work.</summary>
    public static bool IsInFlight(PostgresException e) => e.SqlState == InFlightState;

    /// <summary>True when the key was answered.</summary>
    public static bool IsAnswered(PostgresException e) => e.SqlState == AnsweredState;

    /// <summary>The earlier answer to the key, if there is one.</summary>
    /// <exception cref="ProblemException">422: the key belongs to another request.</exception>
    public async Task<CommandAnswer?> FindAsync(
        NpgsqlDataSource database, string actor, string key, byte[] digest, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var find = database.CreateCommand(_find);
        find.Parameters.AddWithValue("actor", actor);
        find.Parameters.AddWithValue("key", key);
        find.Parameters.AddWithValue("since", now - Lifetime);
        await using var reader = await find.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        return reader.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(digest) ? Read(reader) : throw new ProblemException(KeyReused());
    }

    /// <summary>The answer while another request with the key is at work.</summary>
    public static ProblemException InFlight() => new(Problems.Conflict(
        "idempotency-key-in-flight", "A request with this Idempotency-Key is still at work; wait for its answer, or repeat shortly."));

    /// <summary>Adds the answer to what the commit writes.</summary>
    public void Keep(CommandContext context, string key, byte[] digest, CommandAnswer answer) => context.AtCommit(new NpgsqlBatchCommand(_keep)
    {
        Parameters =
        {
            new("actor", context.Actor.Subject),
            new("key", key),
            new("hash", digest),
            new("status", answer.Status),
            new("headers", NpgsqlDbType.Jsonb) { Value = JsonSerializer.Serialize(answer.Headers) },
            new("body", answer.Body.ToArray()),
            new("now", context.Now),
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
