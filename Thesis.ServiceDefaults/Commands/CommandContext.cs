using System.Diagnostics;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>
/// The one transaction of a request or of an event: state, events, audit and idempotency are written together or not
/// at all. Scoped: stores take it by constructor, the endpoint filter or the event consumer opens and commits it.
/// Not thread-safe.
/// </summary>
/// <remarks>
/// A command that reads once and leaves what it writes to <see cref="AtCommit"/> takes two round trips: the transaction's begin and
/// the check of the Idempotency-Key travel with the first statement, and the commit with the last.
/// </remarks>
/// <param name="requests">The connections of what a caller waits for.</param>
/// <param name="background">The connections of what nobody waits for: events, sweeps and timers.</param>
public sealed class CommandContext(
    NpgsqlDataSource requests,
    [FromKeyedServices(DatabasePools.Background)] NpgsqlDataSource background,
    TimeProvider time,
    IIdGenerator ids)
    : IAsyncDisposable
{
    /// <summary>A command that publishes more than this is a mistake, and would hold its transaction too long.</summary>
    public const int MaxEvents = 100_000;

    private readonly OutboxWriter _outbox = new();
    private readonly AuditWriter _audit = new();
    private readonly List<NpgsqlBatchCommand> _atCommit = [];
    private readonly Dictionary<string, ProblemHttpResult> _refusals = new(StringComparer.Ordinal);
    private Func<FirstStatement>? _claim;
    private FirstStatement? _unsent;
    private NpgsqlConnection? _connection;
    private NpgsqlTransaction? _transaction;
    private Actor? _actor;
    private string _schema = "";

    /// <summary>True between <see cref="OpenAsync"/> and the commit or rollback.</summary>
    public bool IsOpen => _transaction is not null;

    /// <summary>The connection the transaction runs on.</summary>
    public NpgsqlConnection Connection => _connection ?? throw NotOpen();

    /// <summary>The transaction.</summary>
    public NpgsqlTransaction Transaction => _transaction ?? throw NotOpen();

    /// <summary>Who acts.</summary>
    public Actor Actor => _actor ?? throw NotOpen();

    /// <summary>The time of the command, UTC; the same for everything it writes.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Begins the transaction on a connection from the pool.</summary>
    /// <param name="schema">The service's schema, whose outbox and audit tables are written.</param>
    public Task OpenAsync(string schema, Actor actor, CancellationToken cancellationToken)
    {
        if (IsOpen)
        {
            throw new InvalidOperationException("The command is open already.");
        }
        Prepare(schema, actor, null);
        return BeginAsync(cancellationToken);
    }

    /// <summary>Says who acts and when, for what is done before the transaction begins.</summary>
    /// <param name="claim">What is sent ahead of the first statement, before the transaction and again in it.</param>
    internal void Prepare(string schema, Actor actor, Func<FirstStatement>? claim)
    {
        _schema = SchemaName.Check(schema);
        _actor = actor;
        Now = time.GetUtcNow();
        _claim = claim;
        _unsent = claim?.Invoke();
    }

    /// <summary>True while nothing was sent to the database that the claim could have travelled with.</summary>
    internal bool IsClaimUnsent => _unsent is not null;

    /// <summary>Begins the transaction of a late command, once everything that others are asked for is there.</summary>
    public Task BeginAsync(CancellationToken cancellationToken)
    {
        OpenTransaction.Mark(this); // Not in the async method below: what that sets is gone when it returns.
        _unsent = _claim?.Invoke();
        return BeginTransactionAsync(cancellationToken);
    }

    private async Task BeginTransactionAsync(CancellationToken cancellationToken)
    {
        _connection = await (Actor.IsSystem ? background : requests).OpenConnectionAsync(cancellationToken);
        _transaction = await _connection.BeginTransactionAsync(cancellationToken); // Sent with the first statement.
    }

    /// <summary>A statement enlisted in the transaction; its parameters are named (<c>@name</c>).</summary>
    public NpgsqlCommand Command(string sql) => WithClaim(new NpgsqlCommand(sql, Connection, Transaction));

    /// <summary>Statements enlisted in the transaction that are sent together.</summary>
    public NpgsqlBatch Batch()
    {
        var batch = new NpgsqlBatch(Connection, Transaction);
        if (_unsent is { } claim)
        {
            batch.BatchCommands.Add(claim.ToBatchCommand());
            _unsent = null;
        }
        return batch;
    }

    /// <summary>A statement of a late command before its transaction begins; it runs by itself.</summary>
    public NpgsqlCommand EarlyCommand(string sql) =>
        IsOpen ? throw new InvalidOperationException("The command's transaction has begun.") : WithClaim(requests.CreateCommand(sql));

    /// <summary>Adds an event; it is written to the outbox at commit and reaches consumers only if the command commits.</summary>
    /// <param name="key">Events of one key keep their order within the topic.</param>
    /// <param name="audience">Realtime topics that may see the event, e.g. <c>order:ord_…</c>; none by default.</param>
    public void Publish<T>(string topic, long key, T message, IEnumerable<string>? audience = null)
        where T : IMessage<T>
    {
        if (_outbox.Count >= MaxEvents)
        {
            throw new InvalidOperationException($"A command may publish at most {MaxEvents} events; split it.");
        }
        _outbox.Add(ids.Next(), topic, key, message, audience, Actor.Subject, Now, Activity.Current?.Id);
    }

    /// <summary>Adds an audit row: who did what to which entity, and in which trace.</summary>
    /// <param name="action">A verb in the past with its noun, e.g. <c>donation.cancelled</c>.</param>
    /// <param name="details">Written as JSON; no secrets, no personal data beyond ids.</param>
    public void Audit(string action, string entityId, object? details = null) => _audit.Add(
        ids.Next(), Actor.Subject, action, entityId, Now,
        details is null ? null : JsonSerializer.Serialize(details, JsonSerializerOptions.Web),
        Activity.Current?.TraceId.ToHexString());

    /// <summary>Adds a statement to the batch that <see cref="CommitAsync"/> sends before the commit, sparing it a round trip.</summary>
    public void AtCommit(NpgsqlBatchCommand command) => _atCommit.Add(command);

    /// <summary>Forgets what the schema has answered to a person, with the commit: answers hold what is personal.</summary>
    /// <param name="subject">The person's subject.</param>
    public void ForgetAnswersTo(string subject)
    {
        var delete = new NpgsqlBatchCommand($"DELETE FROM {_schema}.idempotency WHERE actor = @subject");
        delete.Parameters.Add(new("subject", subject));
        AtCommit(delete);
    }

    /// <summary>Says how to answer when what is written at the commit violates a unique constraint or index.</summary>
    public void RefuseTwins(string constraint, ProblemHttpResult answer) => _refusals[constraint] = answer;

    /// <summary>Sends the statements that wait for the commit now, so that what is read next sees them.</summary>
    internal async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_atCommit.Count == 0)
        {
            return;
        }

        await using var batch = Batch();
        _atCommit.ForEach(batch.BatchCommands.Add);
        _atCommit.Clear();
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Writes the buffered statements, events and audit rows and commits, all in one round trip.</summary>
    /// <exception cref="ProblemException">A unique constraint of <see cref="RefuseTwins"/> is violated.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await using var batch = Batch();
        _atCommit.ForEach(batch.BatchCommands.Add);
        if (_outbox.Count > 0)
        {
            batch.BatchCommands.Add(_outbox.ToCommand(_schema));
        }
        if (_audit.Count > 0)
        {
            batch.BatchCommands.Add(_audit.ToCommand(_schema));
        }
        // An error before it ends the batch, so that it is not reached, and the transaction is undone.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation
            && e.ConstraintName is { } constraint && _refusals.TryGetValue(constraint, out var answer))
        {
            throw new ProblemException(answer);
        }
        await DisposeAsync();
    }

    /// <summary>Rolls back, if open, and forgets what was buffered. The context can be opened again.</summary>
    public async ValueTask DisposeAsync()
    {
        _outbox.Clear();
        _audit.Clear();
        _atCommit.Clear();
        _refusals.Clear();
        (_claim, _unsent) = (null, null);
        var (transaction, connection) = (_transaction, _connection);
        (_transaction, _connection, _actor) = (null, null, null);
        if (transaction is not null)
        {
            await transaction.DisposeAsync();
        }
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }

    private NpgsqlCommand WithClaim(NpgsqlCommand command)
    {
        if (_unsent is { } claim)
        {
            command.CommandText = $"{claim.Sql};\n{command.CommandText}";
            command.Parameters.AddRange(claim.Parameters);
            _unsent = null;
        }
        return command;
    }

    private static InvalidOperationException NotOpen() =>
        new("The command's transaction is not open. Mark the endpoint with AsCommand(schema), or open it first.");
}
