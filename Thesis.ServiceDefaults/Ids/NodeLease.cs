using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Makes this process's ids under a node number that it has leased from the database. It renews the lease as long as it lives,
/// makes no id that the lease does not cover, and leases another number when one is lost.
/// </summary>
internal sealed partial class NodeLease(
    [FromKeyedServices(DatabasePools.Background)] NpgsqlDataSource database, TimeProvider time, ILogger<NodeLease> logger) : BackgroundService, IIdGenerator
{
    /// <summary>How long a number stays with a process that no longer renews it, and how far ahead ids may be made.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    private const int CommandTimeoutSeconds = 5;
    private static readonly TimeSpan RenewalInterval = Duration / 3;

    private readonly Guid _owner = Guid.NewGuid();
    private readonly Lock _renewing = new();
    private volatile IdGenerator? _ids;

    /// <inheritdoc/>
    /// <exception cref="NodeLeaseLostException">The process has no node number, and the database gives it none.</exception>
    public long Next()
    {
        if (_ids is { } ids && ids.TryNext(out var id))
        {
            return id;
        }
        try
        {
            return Renew(_ids).TryNext(out id) ? id : throw new NodeLeaseLostException();
        }
        catch (NpgsqlException e)
        {
            throw new NodeLeaseLostException(e);
        }
    }

    /// <summary>Leases a number before anything else of the process starts.</summary>
    /// <exception cref="NodeLeaseLostException">All numbers are leased.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Renew(null);
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Gives the number back.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _ids = null;
        try
        {
            await using var command = database.CreateCommand("UPDATE ids.nodes SET owner = NULL, expires_at = now() WHERE owner = $1");
            command.Parameters.Add(new() { Value = _owner });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (NpgsqlException e)
        {
            LogNotGivenBack(e);
        }
    }

    /// <summary>Renews the lease, or leases a number. Blocks.</summary>
    /// <param name="known">What the caller has found used up; another thread may have renewed it since.</param>
    /// <exception cref="NodeLeaseLostException">All numbers are leased.</exception>
    internal IdGenerator Renew(IdGenerator? known)
    {
        lock (_renewing)
        {
            var ids = _ids;
            if (ids != known && ids is not null)
            {
                return ids;
            }
            if (ids is not null && Extend(ids.Node) is { } until)
            {
                ids.Until = until;
                return ids;
            }
            if (ids is not null)
            {
                LogLost(ids.Node);
                _ids = null;
            }
            return _ids = Lease() ?? throw new NodeLeaseLostException();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(RenewalInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Persistently.RunAsync(RenewAgainAndAgainAsync, LogNotRenewed, time, stoppingToken);
    }

    private async Task RenewAgainAndAgainAsync(Action renewed, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(RenewalInterval, time);
        do
        {
            await Task.Run(() => Renew(_ids), cancellationToken);
            renewed();
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private long? Extend(int node)
    {
        using var command = database.CreateCommand(
            """
            UPDATE ids.nodes SET expires_at = now() + $3, ids_until = greatest(ids_until, $4)
            WHERE node = $1 AND owner = $2 RETURNING ids_until
            """);
        command.CommandTimeout = CommandTimeoutSeconds;
        command.Parameters.Add(new() { Value = node });
        command.Parameters.Add(new() { Value = _owner });
        command.Parameters.Add(new() { Value = Duration });
        command.Parameters.Add(new() { Value = IdGenerator.Milliseconds(time.GetUtcNow() + Duration) });
        return command.ExecuteScalar() as long?;
    }

    /// <summary>The number that has been free for longest.</summary>
    private IdGenerator? Lease()
    {
        using var command = database.CreateCommand(
            """
            WITH free AS (
                SELECT node, ids_until FROM ids.nodes WHERE expires_at <= now() ORDER BY ids_until, node LIMIT 1 FOR UPDATE SKIP LOCKED)
            UPDATE ids.nodes n SET owner = $1, expires_at = now() + $2, ids_until = greatest(n.ids_until + $4, $3)
            FROM free WHERE n.node = free.node RETURNING n.node, free.ids_until, n.ids_until
            """);
        command.CommandTimeout = CommandTimeoutSeconds;
        command.Parameters.Add(new() { Value = _owner });
        command.Parameters.Add(new() { Value = Duration });
        command.Parameters.Add(new() { Value = IdGenerator.Milliseconds(time.GetUtcNow() + Duration) });
        command.Parameters.Add(new() { Value = (long)Duration.TotalMilliseconds });
        using var reader = command.ExecuteReader();
        return reader.Read() ? new IdGenerator(time, reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2)) : null;
    }

    [LoggerMessage(1, LogLevel.Warning, "The node number could not be renewed ({Failures} in a row); ids can be made until the lease ends.")]
    private partial void LogNotRenewed(Exception exception, int failures);

    [LoggerMessage(2, LogLevel.Warning, "Node number {Node} has expired and gone to another process; this one leases another.")]
    private partial void LogLost(int node);

    [LoggerMessage(3, LogLevel.Information, "The node number could not be given back; it expires.")]
    private partial void LogNotGivenBack(Exception exception);
}

/// <summary>The process has no node number to make ids with.</summary>
public sealed class NodeLeaseLostException(Exception? reason = null) : Exception(
    reason is null
        ? $"All {1 << IdGenerator.NodeBits} node numbers for ids are leased; each is free {NodeLease.Duration.TotalSeconds} s after its process has ended."
        : "The lease of the node number for ids has ended, and the database does not renew it.",
    reason);
