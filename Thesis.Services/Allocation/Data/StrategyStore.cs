using Npgsql;
using Thesis.Contracts.Strategies;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Allocation.Data;

/// <summary>A strategy that can be chosen. Built-in ones have low ids and nobody who made them.</summary>
public sealed record StoredStrategy(long Id, string Name, string About, StrategyDocument Document, string? CreatedBy, DateTimeOffset? CreatedAt);

/// <summary>The built-in strategies and those of this installation, and which of them a region uses.</summary>
public sealed class StrategyStore(NpgsqlDataSource database)
{
    private const string Columns = "id, name, about, document, created_by, created_at";

    private static readonly List<StoredStrategy> BuiltIn =
        [.. BuiltInStrategies.All.Select((s, i) => new StoredStrategy(i + 1, s.Name, s.About, s.Document, null, null))];

    /// <summary>By id, built-in ones first.</summary>
    public async Task<List<StoredStrategy>> ListAsync(long afterId, int most, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from allocation.strategies where id > @afterId order by id limit @most");
        command.Set("afterId", afterId).Set("most", most);
        var stored = await ReadAsync(command, cancellationToken);
        return [.. BuiltIn.Where(s => s.Id > afterId).Concat(stored).Take(most)];
    }

    /// <summary>The strategy of a name; null if there is none.</summary>
    public async Task<StoredStrategy?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (BuiltIn.Find(s => s.Name == name) is { } builtIn)
        {
            return builtIn;
        }

        await using var command = database.CreateCommand($"select {Columns} from allocation.strategies where name = @name");
        return (await ReadAsync(command.Set("name", name), cancellationToken)).SingleOrDefault();
    }

    /// <summary>Whether there is a strategy of a name, asked within a command.</summary>
    public async Task<bool> ExistsAsync(CommandContext context, string name, CancellationToken cancellationToken)
    {
        if (BuiltIn.Exists(s => s.Name == name))
        {
            return true;
        }

        await using var command = context.Command("select exists (select from allocation.strategies where name = @name)");
        return await command.Set("name", name).ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Keeps a new strategy; false when the name is taken.</summary>
    public async Task<bool> TryAddAsync(CommandContext context, StoredStrategy strategy, CancellationToken cancellationToken)
    {
        if (BuiltIn.Exists(s => s.Name == strategy.Name))
        {
            return false;
        }

        await using var command = context.Command("""
            insert into allocation.strategies (id, name, about, document, created_by, created_at)
            values (@id, @name, @about, @document::jsonb, @createdBy, @now) on conflict (name) do nothing
            """);
        command.Set("id", strategy.Id).Set("name", strategy.Name).Set("about", strategy.About).Set("document", strategy.Document.ToJson())
            .Set("createdBy", context.Actor.Subject).Set("now", context.Now);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>The name of a region's strategy; null when it has none of its own.</summary>
    public async Task<string?> OfRegionAsync(CommandContext context, string region, CancellationToken cancellationToken)
    {
        await using var command = context.Command("select strategy from allocation.regions where region = @region");
        return await command.Set("region", region).ExecuteScalarAsync(cancellationToken) as string;
    }

    /// <summary>Sets the strategy of a region's next runs; null goes back to the service's default.</summary>
    public async Task SetRegionAsync(CommandContext context, string region, string? strategy, CancellationToken cancellationToken)
    {
        await using var command = context.Command("""
            insert into allocation.regions (region, strategy) values (@region, @strategy)
            on conflict (region) do update set strategy = excluded.strategy
            """);
        await command.Set("region", region).Set("strategy", strategy).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The strategy as it was when a run began; null for runs of before strategies were kept.</summary>
    public async Task<string?> OfRunAsync(long runId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select strategy::text from allocation.runs where id = @runId");
        return await command.Set("runId", runId).ExecuteScalarAsync(cancellationToken) as string;
    }

    private static async Task<List<StoredStrategy>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var strategies = new List<StoredStrategy>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var document = StrategyReader.Read(reader.GetString(3), out var faults)
                ?? throw new InvalidOperationException($"Strategy {reader.GetString(1)} cannot be read any more: {faults[0].Path} {faults[0].Message}");
            strategies.Add(new StoredStrategy(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), document,
                reader.GetString(4), reader.GetFieldValue<DateTimeOffset>(5)));
        }

        return strategies;
    }
}
