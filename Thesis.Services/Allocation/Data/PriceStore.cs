using Google.Protobuf;
using Thesis.Contracts.Allocation.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Domain;

namespace Thesis.Services.Allocation.Data;

/// <summary>Keeps the prices of a region's last plan, from which the engine starts the next one. Only a hint: what cannot
/// serve is thrown away.</summary>
public sealed class PriceStore
{
    /// <summary>Largest prices that are kept, bytes.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Keeps the prices of a run's answer in place of those before; without any, or with too large ones, none are kept.</summary>
    public async Task KeepAsync(CommandContext context, AllocationRun run, PlanPrices? prices, CancellationToken cancellationToken)
    {
        if (prices is null || prices.CalculateSize() is 0 or > MostBytes)
        {
            await DropAsync(context, run.Region, cancellationToken);
            return;
        }

        await using var command = context.Command("""
            insert into allocation.region_prices (region, run_id, strategy, prices) values (@region, @run, @strategy, @prices)
            on conflict (region) do update set run_id = excluded.run_id, strategy = excluded.strategy, prices = excluded.prices
            """);
        await command.Set("region", run.Region).Set("run", run.Id).Set("strategy", run.StrategyVersion).Set("prices", prices.ToByteArray()).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The prices of the region's last plan if it was made by this strategy; null otherwise.</summary>
    public async Task<PlanPrices?> FindAsync(CommandContext context, string region, string strategy, CancellationToken cancellationToken)
    {
        await using var command = context.Command("select prices from allocation.region_prices where region = @region and strategy = @strategy");
        if (await command.Set("region", region).Set("strategy", strategy).ExecuteScalarAsync(cancellationToken) is not byte[] kept)
        {
            return null;
        }

        try
        {
            return PlanPrices.Parser.ParseFrom(kept);
        }
        catch (InvalidProtocolBufferException)
        {
            return null; // Nothing depends on them; the next answer puts others in their place.
        }
    }

    private static async Task DropAsync(CommandContext context, string region, CancellationToken cancellationToken)
    {
        await using var command = context.Command("delete from allocation.region_prices where region = @region");
        await command.Set("region", region).ExecuteNonQueryAsync(cancellationToken);
    }
}
