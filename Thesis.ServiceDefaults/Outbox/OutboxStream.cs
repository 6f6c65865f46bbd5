using System.Threading.Channels;
using Npgsql.Replication;
using Npgsql.Replication.PgOutput;
using Npgsql.Replication.PgOutput.Messages;
using NpgsqlTypes;

namespace Thesis.ServiceDefaults;

/// <summary>Reads the outboxes' inserts from the replication slot, in commit order, and hands them on in chunks.</summary>
internal sealed class OutboxStream(LogicalReplicationConnection connection, string slot, RelayPosition resumeAfter, ChannelWriter<RelayChunk> chunks)
{
    private const int MaxChunkRows = 500;
    private const int MaxChunkBytes = 1 << 20;

    private NpgsqlLogSequenceNumber _commit;
    private DateTimeOffset _committedAt;
    private List<OutboxRow> _rows = [];
    private int _bytes;
    private int _rowsSoFar;

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var options = new PgOutputReplicationOptions("thesis_outbox", PgOutputProtocolVersion.V1, binary: true, messages: true);
        await foreach (var message in connection.StartReplication(new PgOutputReplicationSlot(slot), options, cancellationToken))
        {
            switch (message)
            {
                case BeginMessage begin:
                    Begin(begin);
                    break;
                case InsertMessage insert:
                    await AddAsync(insert, cancellationToken);
                    break;
                case CommitMessage commit:
                    await HandOnAsync(commit.TransactionEndLsn, cancellationToken);
                    break;
            }
        }
    }

    private void Begin(BeginMessage begin)
    {
        _commit = begin.TransactionFinalLsn;
        _committedAt = new DateTimeOffset(DateTime.SpecifyKind(begin.TransactionCommitTimestamp, DateTimeKind.Utc));
        _rowsSoFar = 0;
    }

    private async ValueTask AddAsync(InsertMessage insert, CancellationToken cancellationToken)
    {
        if (resumeAfter.Covers(_commit, _rowsSoFar++))
        {
            return;
        }
        var row = await ReadRowAsync(insert, cancellationToken);
        _rows.Add(row);
        _bytes += row.Envelope.Length;
        if (_rows.Count >= MaxChunkRows || _bytes >= MaxChunkBytes)
        {
            await HandOnAsync(null, cancellationToken);
        }
    }

    private static async ValueTask<OutboxRow> ReadRowAsync(InsertMessage insert, CancellationToken cancellationToken)
    {
        await using var values = insert.NewRow.GetAsyncEnumerator(cancellationToken);
        return new OutboxRow(
            insert.Relation.Namespace,
            await NextAsync<long>(values, cancellationToken),
            await NextAsync<string>(values, cancellationToken),
            await NextAsync<string>(values, cancellationToken),
            await NextAsync<byte[]>(values, cancellationToken));
    }

    private static async ValueTask<T> NextAsync<T>(IAsyncEnumerator<ReplicationValue> values, CancellationToken cancellationToken) =>
        await values.MoveNextAsync()
            ? await values.Current.Get<T>(cancellationToken)
            : throw new InvalidDataException("An outbox row has fewer columns than (id, topic, key, envelope).");

    private ValueTask HandOnAsync(NpgsqlLogSequenceNumber? end, CancellationToken cancellationToken)
    {
        var chunk = new RelayChunk(_commit, end, _committedAt, _rows, _rowsSoFar);
        (_rows, _bytes) = ([], 0);
        return chunks.WriteAsync(chunk, cancellationToken);
    }
}
