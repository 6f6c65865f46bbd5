using Microsoft.Extensions.Options;
using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Allocation;

/// <summary>What came of an attempt to start a run.</summary>
public enum StartOutcome
{
    /// <summary>The engine was asked.</summary>
    Asked,

    /// <summary>A run of the region is in flight; nothing was written.</summary>
    InFlight,

    /// <summary>No food to place, or nobody who can take it.</summary>
    NothingToDo,
}

/// <summary>Starts a region's run in the caller's transaction: takes the changes, reads the problem, asks the engine.</summary>
public sealed class RunStarter(
    RunStore runs, ProblemStore problems, RegionCalendar calendar, IIdGenerator ids, IOptions<AllocationOptions> options)
{
    private const long GramsPerKg = 1000;

    /// <summary>Starts a run unless one is in flight or there is nothing to do; a requested run is kept even then.</summary>
    /// <returns>The outcome, and the run's id where a row was kept.</returns>
    public async Task<(StartOutcome Outcome, long RunId)> StartAsync(
        CommandContext context, string region, RunCause cause, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var run = new AllocationRun
        {
            Id = ids.Next(),
            Region = region,
            Day = calendar.Day(region, context.Now),
            Status = RunStatus.Requested,
            Cause = cause,
            RequestedBy = context.Actor.Subject,
            RequestedAt = context.Now,
            StrategyVersion = settings.StrategyVersion,
        };
        if (!await runs.TryBeginAsync(context, run, cancellationToken))
        {
            return (StartOutcome.InFlight, 0);
        }

        await runs.TakeChangesAsync(context, region, cancellationToken);
        await runs.SetRetryAsync(context, region, context.Now + settings.RetryInterval, cancellationToken);
        var request = await StateAsync(context, run, cancellationToken);
        if (request.Foods.Count > 0 && request.Ngos.Count > 0)
        {
            await runs.DescribeAsync(context, run.Id, request.Foods.Count, request.Ngos.Count, OfferedGrams(request), cancellationToken);
            context.Publish(
                Topics.AllocationRequested, run.Id, new AllocationRequested { RunId = run.Id, Region = region, Request = request });
            return (StartOutcome.Asked, run.Id);
        }

        if (cause == RunCause.Request)
        {
            var reason = request.Foods.Count == 0 ? "No donation of the region has food to place." : "No NGO of the region can take food now.";
            await runs.EndEmptyAsync(context, run.Id, reason, cancellationToken);
            return (StartOutcome.NothingToDo, run.Id);
        }

        await runs.DropAsync(context, run.Id, cancellationToken);
        return (StartOutcome.NothingToDo, 0);
    }

    private async Task<AllocationRequest> StateAsync(CommandContext context, AllocationRun run, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var minimumGrams = (long)Math.Ceiling(settings.MinimumLotKg * GramsPerKg);
        var request = new AllocationRequest
        {
            StrategyVersion = settings.StrategyVersion,
            TimeLimitMs = settings.TimeLimitMs,
            Weights = settings.Weights.ToMessage(),
            Travel = settings.Travel.ToMessage(),
            MinimumAllocation = settings.MinimumLotKg,
            NowEpochMs = context.Now.ToUnixTimeMilliseconds(),
        };
        request.Foods.AddRange(await problems.FoodsAsync(context, run.Region, minimumGrams, settings.MostDonations, cancellationToken));
        if (request.Foods.Count == 0)
        {
            return request;
        }

        request.Ngos.AddRange(await problems.NgosAsync(
            context, run.Region, run.Day, minimumGrams, settings.FairnessDays, settings.MostNgos, cancellationToken));
        request.Excluded.AddRange(await problems.ExcludedAsync(
            context, request.Foods.Select(food => food.Id).ToArray(), cancellationToken));
        return request;
    }

    private static long OfferedGrams(AllocationRequest request) =>
        request.Foods.Sum(food => (long)Math.Round(food.RemainingQuantity * GramsPerKg));
}
