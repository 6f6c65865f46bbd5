using Microsoft.Extensions.Options;
using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Allocation.Domain;

namespace Thesis.Services.Allocation.Messaging;

/// <summary>
/// Applies an engine's answer once, in the caller's transaction: what still fits is reserved in the ledger and announced
/// as decided. An answer to a run that is not waiting for one changes nothing.
/// </summary>
public sealed partial class RunApplication(
    RunStore runs, LedgerStore ledger, ProblemStore problems, ExplanationStore explanations, PriceStore prices, IIdGenerator ids, IOptions<AllocationOptions> options, ILogger<RunApplication> logger)
{
    private const int LotsPerEvent = 500;

    public async Task ApplyAsync(CommandContext context, AllocationCompleted completed, CancellationToken cancellationToken)
    {
        if (await runs.LockRequestedAsync(context, completed.RunId, cancellationToken) is not { } run)
        {
            LogLateAnswer(completed.RunId);
            return;
        }

        var answer = completed.Response ?? new AllocationResponse { Status = "invalid", Reason = "The answer is empty." };
        var (lots, dropped, places) = await FitAsync(context, run, answer, cancellationToken);
        var added = lots.ConvertAll(lot => new NewAllocation(ids.Next(), lot));
        if (added.Count > 0)
        {
            await ledger.ReserveAsync(context, run, added, cancellationToken);
            Announce(context, run, added, places);
        }

        run = run with
        {
            Status = answer.Status == "invalid" ? RunStatus.Failed : RunStatus.Completed,
            Lots = added.Count,
            AllocatedGrams = lots.Sum(lot => lot.Grams),
            Dropped = dropped,
            Reason = answer.Reason,
        };
        await runs.EndAsync(context, run, answer, cancellationToken);
        await explanations.AddAsync(context, run.Id, answer, cancellationToken);
        await prices.KeepAsync(context, run, answer.Prices, cancellationToken);
        await runs.SetRetryAsync(context, run.Region, context.Now + options.Value.RetryInterval, cancellationToken);
        if (dropped > 0 && added.Count > 0)
        {
            // Something was reserved, so a repetition comes to an end; an answer of which nothing fits waits for the timer.
            await runs.MarkChangedAsync(context, run.Region, run.Day, cancellationToken);
        }

        context.Audit(
            "allocation_run.completed",
            new Id<Kinds.Run>(run.Id).ToString(),
            new { run.Region, answer.Status, run.Lots, run.Dropped, run.AllocatedGrams, answer.Gap, answer.SolverVersion, run.StrategyVersion });
        LogApplied(run.Region, run.Id, run.Lots, run.Dropped, answer.Status);
    }

    private async Task<(List<FittedLot> Lots, int Dropped, Dictionary<long, OpenDay> Places)> FitAsync(
        CommandContext context, AllocationRun run, AllocationResponse answer, CancellationToken cancellationToken)
    {
        if (answer.Allocations.Count == 0)
        {
            return ([], 0, []);
        }

        var ngoIds = answer.Allocations.Select(lot => lot.NgoId).Distinct().ToArray();
        var donationIds = answer.Allocations.Select(lot => lot.FoodDonationId).Distinct().ToArray();
        await ledger.OpenDaysAsync(context, ngoIds, run.Day, cancellationToken);
        var days = (await ledger.LockDaysAsync(context, ngoIds, run.Day, cancellationToken))
            .Where(day => day.Place.Region == run.Region)
            .ToDictionary(day => day.NgoId);
        var room = await ledger.StorageRoomAsync(context, ngoIds, run.Day, cancellationToken);
        var minimumGrams = LotFitting.ToGrams(options.Value.MinimumLotKg);
        var food = await ledger.FoodAsync(context, donationIds, minimumGrams, cancellationToken);
        var excluded = await problems.ExcludedAsync(context, donationIds, cancellationToken);
        var (lots, dropped) = LotFitting.Fit(
            answer.Allocations,
            days.ToDictionary(day => day.Key, day => day.Value.Free with { ByClass = room.GetValueOrDefault(day.Key) }),
            food,
            excluded.Select(pair => (pair.FoodDonationId, pair.NgoId)).ToHashSet());
        return (lots, dropped, days);
    }

    private static void Announce(
        CommandContext context, AllocationRun run, List<NewAllocation> added, Dictionary<long, OpenDay> places)
    {
        foreach (var chunk in added.Chunk(LotsPerEvent))
        {
            var decided = new AllocationsDecided { RunId = run.Id, Region = run.Region };
            decided.Lots.AddRange(chunk.Select(allocation => ToMessage(allocation, places[allocation.Lot.NgoId])));
            context.Publish(Topics.AllocationDecided, run.Id, decided);
        }
    }

    private static DecidedLot ToMessage(NewAllocation allocation, OpenDay ngo) => new()
    {
        AllocationId = allocation.Id,
        DonationId = allocation.Lot.DonationId,
        NgoId = ngo.NgoId,
        NgoName = ngo.Name,
        NgoPlace = ngo.Place,
        NgoManagers = { ngo.Managers },
        Grams = allocation.Lot.Grams,
        Km = allocation.Lot.Km,
        Why = { LotReasons.Of(allocation.Lot) },
    };
}
