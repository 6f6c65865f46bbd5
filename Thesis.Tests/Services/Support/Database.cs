using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Tests.Support;

/// <summary>What tests do with the services' database.</summary>
public static class Database
{
    /// <summary>One value.</summary>
    public static async Task<T?> ScalarAsync<T>(this ServicesHost host, string sql, params object[] parameters)
    {
        await using var command = host.Database.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter);
        }

        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <summary>Publishes an event as the service of <paramref name="schema"/> would: through its outbox and the event log.</summary>
    public static Task PublishAsync<T>(this ServicesHost host, string schema, string topic, long key, T message)
        where T : IMessage<T> => host.InCommandAsync(schema, command =>
        {
            command.Publish(topic, key, message);
            return Task.CompletedTask;
        });

    /// <summary>Runs <paramref name="act"/> in a command of the schema and commits.</summary>
    public static async Task InCommandAsync(this ServicesHost host, string schema, Func<CommandContext, Task> act)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var command = scope.ServiceProvider.GetRequiredService<CommandContext>();
        await command.OpenAsync(schema, Actor.System(schema), CancellationToken.None);
        await act(command);
        await command.CommitAsync(CancellationToken.None);
    }

    /// <summary>
    /// A checksum over the rows of every table that holds the services' state, by table name: equal before and after means that
    /// nothing was changed. The machinery of the event log is left out, for it moves by itself.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, string>> ChecksumsAsync(this ServicesHost host)
    {
        var sums = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in await StateTablesAsync(host.Database))
        {
            sums[table] = await host.ScalarAsync<string>(
                // When a region is looked at again moves by itself.
                $"select count(*) || ':' || coalesce(sum(('x' || left(md5((to_jsonb(t) - 'retry_at')::text), 15))::bit(60)::bigint), 0) from {table} t") ?? "";
        }

        return sums;
    }

    /// <summary>True when every event is in the log, every group has handled it, and no job is left.</summary>
    public static async Task<bool> IsCaughtUpAsync(this ServicesHost host)
    {
        var waiting = ServiceCatalog.All.SelectMany(module => new[] { $"{module.Name}.outbox", $"{module.Name}.jobs" })
            .Append("eventlog.group_offsets o join eventlog.partitions p on p.id = o.partition_id where o.\"offset\" < p.next_offset");
        return await host.ScalarAsync<long>($"select {string.Join(" + ", waiting.Select(from => $"(select count(*) from {from})"))}") == 0;
    }

    /// <summary>Every table of the services' schemas, with its schema.</summary>
    public static Task<IReadOnlyList<string>> AllTablesAsync(this ServicesHost host) => TablesAsync(host.Database, "true");

    private static Task<IReadOnlyList<string>> StateTablesAsync(NpgsqlDataSource database) =>
        TablesAsync(database, "c.relname not in ('outbox', 'inbox', 'jobs')");

    private static async Task<IReadOnlyList<string>> TablesAsync(NpgsqlDataSource database, string condition)
    {
        await using var command = database.CreateCommand($"""
            select format('%I.%I', n.nspname, c.relname)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and n.nspname = any($1) and {condition}
            order by 1
            """);
        command.Parameters.AddWithValue(ServiceCatalog.All.Select(module => module.Name).ToArray());
        var tables = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }
}
