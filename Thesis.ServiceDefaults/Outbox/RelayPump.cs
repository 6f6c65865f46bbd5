using System.Threading.Channels;
using Npgsql.Replication;
using NpgsqlTypes;

namespace Thesis.ServiceDefaults;

/// <summary>Appends what the stream hands on, as much at once as is waiting, and confirms it to the server.</summary>
internal sealed class RelayPump(
    ChannelReader<RelayChunk> chunks, ILogWriter log, ReplicationConnection replication, OutboxCleaner cleaner, TimeProvider time)
{
    private const int MaxBatchRows = 1_000;
    private const int MaxBatchBytes = 4 << 20;

    private ulong _passed;

    /// <summary>Every event that committed before this is in the log.</summary>
    public NpgsqlLogSequenceNumber Passed => new(Volatile.Read(ref _passed));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var batch = new List<RelayChunk>();
        while (await chunks.WaitToReadAsync(cancellationToken))
        {
            Fill(batch);
            await AppendAsync(batch, cancellationToken);
            if (batch.FindLast(c => c.End is not null) is { End: { } end })
            {
                Volatile.Write(ref _passed, (ulong)end);
                replication.SetReplicationStatus(end);
            }
            batch.Clear();
        }
    }

    private void Fill(List<RelayChunk> batch)
    {
        var (rows, bytes) = (0, 0);
        while (rows < MaxBatchRows && bytes < MaxBatchBytes && chunks.TryRead(out var chunk))
        {
            batch.Add(chunk);
            rows += chunk.Rows.Count;
            bytes += chunk.Rows.Sum(r => r.Envelope.Length);
        }
    }

    private async Task AppendAsync(List<RelayChunk> batch, CancellationToken cancellationToken)
    {
        var entries = batch.SelectMany(c => c.Entries()).ToArray();
        if (entries.Length == 0)
        {
            return;
        }
        await log.AppendAsync(entries, batch[^1].Position, cancellationToken);
        EventTelemetry.Relayed.Add(entries.Length);
        EventTelemetry.RelayLag.Record((time.GetUtcNow() - entries[0].CommittedAt).TotalMilliseconds);
        if (!log.DeletesRows)
        {
            await cleaner.AddAsync([.. batch.SelectMany(c => c.Rows)], cancellationToken);
        }
    }
}
