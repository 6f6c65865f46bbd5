using System.Globalization;
using Npgsql;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Drivers.Data;

/// <summary>The partitions of the position history, one a UTC day. Several processes may look after them at the same time.</summary>
public sealed class PositionPartitions([FromKeyedServices(DatabasePools.Background)] NpgsqlDataSource database)
{
    private const string Prefix = "positions_";
    private const string DayForm = "yyyyMMdd";

    /// <summary>Makes the missing partitions from one day to the other, both included.</summary>
    public async Task MakeAsync(DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var statements = new List<string>();
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            statements.Add(
                $"create table if not exists drivers.{Name(day)} partition of drivers.positions "
                + $"for values from ('{day:yyyy-MM-dd} 00:00:00+00') to ('{day.AddDays(1):yyyy-MM-dd} 00:00:00+00')");
        }

        await RunAsync(statements, cancellationToken);
    }

    /// <summary>Drops the partitions of the days before.</summary>
    /// <returns>How many were dropped.</returns>
    public async Task<int> DropBeforeAsync(DateOnly firstKept, CancellationToken cancellationToken)
    {
        var old = (await ListAsync(cancellationToken)).Where(day => day < firstKept).ToList();
        await RunAsync(old.ConvertAll(day => $"drop table if exists drivers.{Name(day)}"), cancellationToken);
        return old.Count;
    }

    /// <summary>The days that have a partition.</summary>
    public async Task<List<DateOnly>> ListAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'drivers.positions'::regclass order by c.relname
            """);
        var days = new List<DateOnly>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            days.Add(DateOnly.ParseExact(reader.GetString(0)[Prefix.Length..], DayForm, CultureInfo.InvariantCulture));
        }

        return days;
    }

    private static string Name(DateOnly day) => Prefix + day.ToString(DayForm, CultureInfo.InvariantCulture);

    /// <summary>One transaction under a lock: "if not exists" alone does not keep two processes from making the same table.</summary>
    private async Task RunAsync(List<string> statements, CancellationToken cancellationToken)
    {
        if (statements.Count == 0)
        {
            return;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select pg_advisory_xact_lock(hashtext('drivers.positions'))"));
        statements.ForEach(statement => batch.BatchCommands.Add(new NpgsqlBatchCommand(statement)));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
