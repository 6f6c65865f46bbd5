using Microsoft.Extensions.Options;
using NodaTime;
using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Strategies;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Allocation.Domain;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Allocation.Messaging;

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
    RunStore runs, ProblemStore problems, StrategyStore strategies, PriceStore prices, RegionCalendar calendar, DayChoice days, IIdGenerator ids, IOptions<AllocationOptions> options)
{
    private const long GramsPerKg = 1000;

    /// <summary>The strategy of a region that has chosen none.</summary>
    public string DefaultStrategy => options.Value.StrategyVersion;

    /// <summary>Starts a run unless one is in flight or there is nothing to do; a requested run is kept even then.</summary>
    /// <param name="wanted">The name of this run's strategy, which exists; null for the region's.</param>
    /// <returns>The outcome, and the run's id where a row was kept.</returns>
    public async Task<(StartOutcome Outcome, long RunId)> StartAsync(
        CommandContext context, string region, RunCause cause, CancellationToken cancellationToken, string? wanted = null)
    {
        var settings = options.Value;
        var name = wanted ?? await strategies.OfRegionAsync(context, region, cancellationToken) ?? DefaultStrategy;
        var strategy = await strategies.FindAsync(name, cancellationToken)
            ?? throw new InvalidOperationException($"There is no strategy {name}, though {region} has chosen it.");
        var time = await calendar.OfAsync(context, region, cancellationToken);
        var run = new AllocationRun
        {
            Id = ids.Next(),
            Region = region,
            Day = time.Day(context.Now),
            Status = RunStatus.Requested,
            Cause = cause,
            RequestedBy = context.Actor.Subject,
            RequestedAt = context.Now,
            StrategyVersion = strategy.Name,
        };
        if (!await runs.TryBeginAsync(context, run, strategy.Document.ToJson(), cancellationToken))
        {
            return (StartOutcome.InFlight, 0);
        }

        var day = await days.TakeAsync(context, region, cause, time, MinimumGrams(strategy.Document), cancellationToken);
        run = run with { Day = day.Date };
        await runs.SetRetryAsync(context, region, context.Now + settings.RetryInterval, cancellationToken);
        var request = await StateAsync(context, run, day, time, strategy.Document, cancellationToken);
        if (request.Foods.Count > 0 && request.Ngos.Count > 0)
        {
            await runs.DescribeAsync(context, run, request.Foods.Count, request.Ngos.Count, OfferedGrams(request), cancellationToken);
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

    private async Task<AllocationRequest> StateAsync(
        CommandContext context, AllocationRun run, DeliveryDay day, RegionTime time, StrategyDocument strategy, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var minimumGrams = MinimumGrams(strategy);
        var request = new AllocationRequest
        {
            StrategyVersion = run.StrategyVersion,
            MinimumAllocation = MinimumKg(strategy),
            NowEpochMs = context.Now.ToUnixTimeMilliseconds(),
        };
        request.Foods.AddRange(await problems.FoodsAsync(context, run.Region, day, minimumGrams, settings.MostDonations, cancellationToken));
        if (request.Foods.Count == 0)
        {
            return request;
        }

        var ngos = await problems.NgosAsync(
            context, run.Region, run.Day, minimumGrams, (int)strategy["recency.windowDays"], strategy["recency.halfLifeDays"], settings.MostNgos, cancellationToken);
        foreach (var (ngo, hours, isFull) in ngos)
        {
            // Those that are full are there to be named where they are why food is left over.
            (isFull ? request.FullNgos : request.Ngos).Add(WithOpenings(ngo, hours, time, context.Now, day));
        }

        var donations = request.Foods.Select(food => food.Id).ToArray();
        request.Excluded.AddRange(await problems.ExcludedAsync(context, donations, cancellationToken));
        request.Previous.AddRange(await problems.PreviousAsync(context, run.Region, donations, cancellationToken));
        request.Prices = await prices.FindAsync(context, run.Region, run.StrategyVersion, cancellationToken);
        request.ReturnPrices = true;
        strategy.ApplyTo(request);
        return request;
    }

    private NGO WithOpenings(NGO ngo, string hours, RegionTime time, DateTimeOffset now, DeliveryDay day)
    {
        var ahead = day.Date.DayNumber - time.Day(now).DayNumber + options.Value.OpeningDays;
        var known = OpeningHoursParser.TryParse(hours, out var opens, out _);
        ngo.Openings.AddRange(time.Deliveries(opens, Instant.FromDateTimeOffset(now), ahead).Select(opening => new Opening
        {
            FromEpochMs = opening.Start.ToUnixTimeMilliseconds(),
            UntilEpochMs = opening.End.ToUnixTimeMilliseconds(),
        }));
        if (known && opens.Weekly.Count > 0 && ngo.Openings.Count == 0)
        {
            // No opening in the days ahead, which an empty list would not say.
            ngo.Openings.Add(new Opening());
        }

        return ngo;
    }

    private double MinimumKg(StrategyDocument strategy) => Math.Max(options.Value.MinimumLotKg, strategy["lots.minimumKg"]);

    private long MinimumGrams(StrategyDocument strategy) => (long)Math.Ceiling(MinimumKg(strategy) * GramsPerKg);

    private static long OfferedGrams(AllocationRequest request) =>
        request.Foods.Sum(food => (long)Math.Round(food.RemainingQuantity * GramsPerKg));
}
