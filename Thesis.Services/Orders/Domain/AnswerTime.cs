using NodaTime;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Orders.Domain;

/// <summary>
/// Until when an NGO may answer a proposal. It has a quarter of the time until the food has to be fetched, within bounds, and
/// only time counts in which somebody can be asked: its opening hours, where any are left before the pickup, else all but the
/// region's quiet hours. It never takes more than half of the time that is left, so that others can still be asked.
/// </summary>
public static class AnswerTime
{
    private const double ShareOfTimeLeft = 0.25;
    private const double MostOfTimeLeft = 0.5;

    /// <summary>Stretches of answering time that are looked at; a month of them is more than any food keeps.</summary>
    private const int MostStretches = 400;

    /// <param name="now">When the proposal is made.</param>
    /// <param name="lastUse">When the food must be fetched at the latest.</param>
    /// <param name="hours">The NGO's opening hours, as it writes them; may be empty.</param>
    /// <param name="shortest">Time that an answer has at least, while the food keeps.</param>
    /// <param name="longest">Answering time that it has at most.</param>
    public static DateTimeOffset Until(
        DateTimeOffset now, DateTimeOffset lastUse, string hours, RegionRules region, TimeSpan shortest, TimeSpan longest)
    {
        var left = lastUse - now;
        if (left <= shortest)
        {
            return lastUse > now ? lastUse : now;
        }

        var half = now + (left * MostOfTimeLeft);
        var latest = half < now + shortest ? now + shortest : half;
        var budget = left * ShareOfTimeLeft;
        budget = budget < shortest ? shortest : budget > longest ? longest : budget;
        var (from, end) = (Instant.FromDateTimeOffset(now), Instant.FromDateTimeOffset(latest));
        var until = Spend(Duration.FromTimeSpan(budget), from, end, Openings(hours, region.Zone, from, end), region);
        return until.ToDateTimeOffset();
    }

    private static Interval[] Openings(string hours, DateTimeZone zone, Instant from, Instant end)
    {
        var opens = OpeningHoursParser.TryParse(hours, out var understood, out _) ? understood : OpeningHours.Unknown;
        var days = Math.Clamp((int)Math.Ceiling((end - from).TotalDays) + 1, 1, 31);
        Interval[] within = [.. opens.Between(zone, from, days).Where(opening => opening.Start < end)];
        return within.Length > 0 ? within : [new Interval(from, end)];
    }

    /// <summary>The moment at which the budget has been spent in waking openings; the end when it never is.</summary>
    private static Instant Spend(Duration budget, Instant from, Instant end, Interval[] openings, RegionRules region)
    {
        var stretches = 0;
        foreach (var opening in openings)
        {
            var at = Instant.Max(opening.Start, from);
            while (at < opening.End && at < end && stretches++ < MostStretches)
            {
                at = region.Quiet?.EndAfter(at, region.Zone) ?? at;
                var stop = Instant.Min(Instant.Min(opening.End, end), region.Quiet?.NextStart(at, region.Zone) ?? end);
                if (stop <= at)
                {
                    break;
                }

                if (stop - at >= budget)
                {
                    return at + budget;
                }

                budget -= stop - at;
                from = at = stop;
            }
        }

        return end;
    }
}
