using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Donations.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Allocation.Messaging;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Allocation;

/// <summary>A host of its own: these tests take a safety net away, or need short times.</summary>
public class LedgerTests : IAsyncLifetime
{
    private Logistics? host;

    private Logistics Host => host ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => host = await Logistics.StartLogisticsAsync(
        time: null, ("Allocation:RunTimeout", "00:00:00.500"), ("Allocation:Quiet", "00:00:00.100"));

    public async Task DisposeAsync() => await Host.DisposeAsync();

    [Fact]
    public async Task Capacity_is_never_exceeded_when_answers_are_applied_side_by_side()
    {
        const int Runs = 8;
        var region = await Region.StartAsync(Host);
        var ngo = await region.AddNgoAsync(capacityKg: 100, slots: 7);
        var donations = new List<DonationSnapshot>();
        for (var i = 0; i < Runs; i++)
        {
            donations.Add(Logistics.NewDonation(region.Name, 30));
        }

        // Without the rule of one run a region, eight answers for the same NGO can be applied at the same time.
        await Host.ScalarAsync<object>("drop index allocation.runs_in_flight");
        var projection = Host.Services.GetRequiredService<ProjectionStore>();
        await Host.InCommandAsync("allocation", command => projection.KeepAsync(command, donations, null, CancellationToken.None));
        var runs = await Task.WhenAll(donations.Select(_ => BeginAsync(region.Name)));
        var application = Host.Services.GetRequiredService<RunApplication>();

        await Task.WhenAll(donations.Zip(runs, (donation, run) => Host.InCommandAsync("allocation", command =>
            application.ApplyAsync(command, Answer(run, region.Name, donation.Id, ngo.Id, kg: 30), CancellationToken.None))));

        await region.LedgerAsync(ngo, reservedGrams: 90_000, slots: 3);
    }

    [Theory]
    [InlineData("update allocation.ngo_days set reserved_grams = capacity_grams + 1")]
    [InlineData("update allocation.ngo_days set reserved_grams = -1")]
    [InlineData("update allocation.ngo_days set slots_used = slots + 1")]
    public async Task The_database_itself_refuses_to_exceed_a_day(string sql)
    {
        var region = await Region.StartAsync(Host);
        var ngo = await region.AddNgoAsync();
        var ledger = Host.Services.GetRequiredService<LedgerStore>();
        await Host.InCommandAsync("allocation", command => ledger.OpenDaysAsync(command, [ngo.Id], new DateOnly(2026, 5, 1), CancellationToken.None));

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => Host.ScalarAsync<object>(sql));

        Assert.Equal(PostgresErrorCodes.CheckViolation, refusal.SqlState);
    }

    [Fact]
    public async Task A_run_that_is_not_answered_fails_and_is_tried_again_and_its_late_answer_changes_nothing()
    {
        var region = await Region.StartAsync(Host);
        var ngo = await region.AddNgoAsync();
        var donation = await region.AddDonationAsync(kg: 100);
        var first = await region.AskedAsync();

        await region.EndedAsync(first.RunId, "failed");
        var second = await region.AskedAsync(after: first.RunId);
        await region.AnswerAsync(first, (donation, ngo, 60));
        await region.EndedAsync(second.RunId, "failed");

        Assert.Equal(0L, await region.CountAsync("allocation.allocations"));
        Assert.Equal(100.0, Assert.Single(second.Request.Foods).RemainingQuantity);
    }

    private async Task<long> BeginAsync(string region)
    {
        var id = Host.Services.GetRequiredService<IIdGenerator>().Next();
        await using var command = Host.Database.CreateCommand("""
            insert into allocation.runs (id, region, day, status, cause, requested_by, requested_at, strategy_version)
            values ($1, $2, current_date, 'requested', 'change', 'tests', now() + interval '1 hour', 'x')
            """);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(region);
        await command.ExecuteNonQueryAsync();
        return id;
    }

    private static AllocationCompleted Answer(long run, string region, long donation, long ngo, double kg) => new()
    {
        RunId = run,
        Region = region,
        Response = new AllocationResponse
        {
            Status = "optimal",
            Allocations = { new Contracts.Allocation.V1.Allocation { FoodDonationId = donation, NgoId = ngo, AllocatedQuantity = kg } },
        },
    };
}
