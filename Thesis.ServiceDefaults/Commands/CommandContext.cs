using System.Diagnostics;
using System.Text.Json;
using Google.Protobuf;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>
/// The one transaction of a request or of an event: state, events, audit and idempotency are written together or not
/// at all. Scoped: stores take it by constructor, the endpoint filter or the event consumer opens and commits it.
/// Not thread-safe.
/// </summary>
public sealed class CommandContext(NpgsqlDataSource database, TimeProvider time, IIdGenerator ids) : IAsyncDisposable
{
    /// <summary>A command that publishes more than this is a mistake, and would hold its transaction too long.</summary>
    public const int MaxEvents = 100_000;

    private readonly OutboxWriter _outbox = new();
    private readonly AuditWriter _audit = new();
    private readonly List<NpgsqlBatchCommand> _atCommit = [];
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
        Prepare(schema, actor);
        return BeginAsync(cancellationToken);
    }

    /// <summary>Says who acts and when, for what is done before the transaction begins.</summary>
    internal void Prepare(string schema, Actor actor)
    {
        _schema = SchemaName.Check(schema);
        _actor = actor;
        Now = time.GetUtcNow();
    }

    /// <summary>Begins the transaction of a late command, once everything that others are asked for is there.</summary>
    public Task BeginAsync(CancellationToken cancellationToken)
    {
        OpenTransaction.Mark(this); // Not in the async method below: what that sets is gone when it returns.
        return BeginTransactionAsync(cancellationToken);
    }

    private async Task BeginTransactionAsync(CancellationToken cancellationToken)
    {
        _connection = await database.OpenConnectionAsync(cancellationToken);
        _transaction = await _connection.BeginTransactionAsync(cancellationToken);
    }

    /// <summary>A statement enlisted in the transaction.</summary>
    public NpgsqlCommand Command(string sql) => new(sql, Connection, Transaction);

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

    /// <summary>Writes the buffered events, audit rows and statements in one round trip, and commits.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(Connection, Transaction);
        if (_outbox.Count > 0)
        {
            batch.BatchCommands.Add(_outbox.ToCommand(_schema));
        }
        if (_audit.Count > 0)
        {
            batch.BatchCommands.Add(_audit.ToCommand(_schema));
        }
        _atCommit.ForEach(batch.BatchCommands.Add);
        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        await Transaction.CommitAsync(cancellationToken);
        await DisposeAsync();
    }

    /// <summary>Rolls back, if open, and forgets what was buffered. The context can be opened again.</summary>
    public async ValueTask DisposeAsync()
    {
        _outbox.Clear();
        _audit.Clear();
        _atCommit.Clear();
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

    private static InvalidOperationException NotOpen() =>
        new("The command's transaction is not open. Mark the endpoint with AsCommand(schema), or open it first.");
}
