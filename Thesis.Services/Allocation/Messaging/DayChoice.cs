using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Allocation.Domain;

namespace Thesis.Services.Allocation.Messaging;

/// <summary>
/// Chooses the day of delivery that a run is about. Food that can be picked up later is planned for its own day, with that day's
/// capacity: it holds nothing of today's. The other days that wait for a run are left as changes, so that their turns come.
/// </summary>
public sealed class DayChoice(RunStore runs, ProblemStore problems, IOptions<AllocationOptions> options)
{
    /// <summary>Days begin at a multiple of this in every time zone.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(15);

    /// <summary>Takes the region's changes and gives the day to plan; today when no food waits.</summary>
    public async Task<DeliveryDay> TakeAsync(
        CommandContext context, string region, RunCause cause, RegionTime time, long minimumGrams, CancellationToken cancellationToken)
    {
        var today = time.Day(context.Now);
        var changed = await runs.TakeChangesAsync(context, region, cancellationToken);
        var until = time.Begins(today.AddDays(options.Value.PlanningDays));
        var pickups = await problems.PickupsAsync(context, region, minimumGrams, until, Grain, cancellationToken);
        DateOnly[] days = [.. pickups.Select(time.Day).Distinct().Order()];
        var pending = cause == RunCause.Timer && changed.Count == 0 && days.Length > 1
            ? await DueAgainAsync(context, region, days, today, cancellationToken)
            : Pending(days, changed, today);
        foreach (var later in pending.Skip(1))
        {
            await runs.MarkChangedAsync(context, region, later, cancellationToken);
        }

        return DeliveryDay.Of(pending is [var first, ..] ? first : today, time);
    }

    /// <summary>The days with food that the changes are about. A change without a day is about all, one of a day that is past about today.</summary>
    internal static IReadOnlyList<DateOnly> Pending(IReadOnlyList<DateOnly> days, IReadOnlyCollection<DateOnly?> changed, DateOnly today)
    {
        if (changed.Count == 0 || changed.Contains(null))
        {
            return days;
        }

        var meant = changed.Select(day => day < today ? today : day).ToHashSet();
        return days.Where(day => meant.Contains(day)).ToArray() is { Length: > 0 } found ? found : [.. days.Take(1)];
    }

    /// <summary>Without a change, today is tried again, and of the other days the one that has waited longest.</summary>
    private async Task<IReadOnlyList<DateOnly>> DueAgainAsync(
        CommandContext context, string region, DateOnly[] days, DateOnly today, CancellationToken cancellationToken)
    {
        var last = await runs.LastRunsAsync(context, region, days, cancellationToken);
        var longest = days.Where(day => day != today).MinBy(day => (last.GetValueOrDefault(day), day));
        return days.Contains(today) ? [today, longest] : [longest];
    }
}
