using Google.Protobuf;
using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Allocation;

/// <summary>The prices of a region's last plan go with the next question to the engine.</summary>
public class PriceTests
{
    private static readonly PlanPrices Some = new()
    {
        SolverVersion = "played",
        NgoIds = { 1 },
        Capacity = { 0.5f },
        Slot = { 2 },
        FoodDonationIds = { 10 },
        Supply = { 1.25f },
    };

    [Fact]
    public async Task Prices_of_an_answer_go_with_the_next_question_of_the_region()
    {
        var (region, first) = await AskedOnceAsync();
        Assert.True(first.Request.ReturnPrices);
        Assert.Null(first.Request.Prices);

        var second = await AnsweredWithAsync(region, first, Some);

        Assert.Equal(Some, second.Request.Prices);
        Assert.Equal(first.RunId, await region.Host.ScalarAsync<long>("select run_id from allocation.region_prices where region = $1", region.Name));
    }

    [Fact]
    public async Task An_answer_without_prices_ends_those_before()
    {
        var (region, first) = await AskedOnceAsync();
        var second = await AnsweredWithAsync(region, first, Some);
        var third = await AnsweredWithAsync(region, second, prices: null);

        Assert.Null(third.Request.Prices);
        Assert.Equal(0L, await region.CountAsync("allocation.region_prices"));
    }

    [Fact]
    public async Task Prices_that_are_too_large_are_thrown_away()
    {
        var (region, first) = await AskedOnceAsync();
        var huge = Some.Clone();
        huge.Supply.AddRange(Enumerable.Repeat(1f, PriceStore.MostBytes / 4));

        var second = await AnsweredWithAsync(region, first, huge);

        Assert.Null(second.Request.Prices);
    }

    [Fact]
    public async Task Prices_of_another_strategy_stay_behind()
    {
        var (region, first) = await AskedOnceAsync();
        await AnsweredAsync(region, first, Some);
        await region.Host.InCommandAsync("allocation", command =>
            new StrategyStore(region.Host.Database).SetRegionAsync(command, region.Name, "equity-1", CancellationToken.None));
        var second = await NextAsync(region, first, asked => asked.StrategyVersion == "equity-1");

        Assert.Null(second.Request.Prices);
    }

    [Fact]
    public async Task Prices_that_are_spoilt_are_passed_over()
    {
        var (region, first) = await AskedOnceAsync();
        await AnsweredAsync(region, first, Some);
        await region.Host.ScalarAsync<long>("update allocation.region_prices set prices = '\\xff' where region = $1", region.Name);

        Assert.Null((await NextAsync(region, first)).Request.Prices);
    }

    private static async Task<(Region Region, AllocationRequested Asked)> AskedOnceAsync()
    {
        var region = await Region.StartAsync();
        await region.AddNgoAsync();
        await region.AddDonationAsync(kg: 100);
        return (region, await region.AskedAsync());
    }

    private static async Task<AllocationRequested> AnsweredWithAsync(Region region, AllocationRequested asked, PlanPrices? prices)
    {
        await AnsweredAsync(region, asked, prices);
        return await NextAsync(region, asked);
    }

    private static async Task AnsweredAsync(Region region, AllocationRequested asked, PlanPrices? prices)
    {
        await region.Host.PublishAsync(Topics.AllocationCompleted, new AllocationCompleted
        {
            RunId = asked.RunId,
            Region = asked.Region,
            Response = new AllocationResponse { Status = "feasible", SolverVersion = "played", Prices = prices },
        });
        await region.EndedAsync(asked.RunId, "completed");
    }

    private static async Task<AllocationRequested> NextAsync(Region region, AllocationRequested asked, Func<AllocationRequest, bool>? that = null)
    {
        await region.AddDonationAsync(kg: 20);
        return await region.AskedAsync(after: asked.RunId, that: that);
    }
}
