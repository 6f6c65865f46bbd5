using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Domain;
using Thesis.Services.Shared.Food;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Ngos.Api;

/// <summary>A pause of intake.</summary>
/// <param name="ResumesOn">The first day for which food is taken again; until it is resumed when absent.</param>
/// <param name="Reason">At most 300 characters.</param>
public sealed record PauseRequest(DateOnly? ResumesOn = null, string? Reason = null);

/// <summary>Closed days and days of another capacity; those that are not named are as usual.</summary>
/// <param name="Closures">At most 100.</param>
/// <param name="Days">At most 366, each day once.</param>
public sealed record IntakeCalendarRequest(IReadOnlyList<ClosedDays>? Closures = null, IReadOnlyList<DayCapacity>? Days = null)
{
    private const int MostReasonCharacters = 200;

    /// <summary>Notes what is wrong with the request.</summary>
    /// <returns>The calendar with <paramref name="known"/>'s pause; meaningful only when nothing was noted.</returns>
    public IntakeCalendar Validate(Validation validation, IntakeCalendar known)
    {
        var (closures, days) = (Closures ?? [], Days ?? []);
        if (validation.Require(closures.Count <= IntakeCalendar.MostClosures && closures.All(one => one is not null), "closures", $"must be at most {IntakeCalendar.MostClosures}"))
        {
            foreach (var (closure, number) in closures.Select((closure, number) => (closure, number)))
            {
                validation.Require(closure.From <= closure.Until && closure.Until.DayNumber - closure.From.DayNumber <= 366, $"closures[{number}].until", "must not be before from, nor more than a year after it");
                validation.RequireText(closure.Reason, $"closures[{number}].reason", 0, MostReasonCharacters);
            }
        }

        if (validation.Require(days.Count <= IntakeCalendar.MostDays && days.All(one => one is not null), "days", $"must be at most {IntakeCalendar.MostDays}"))
        {
            validation.Require(days.DistinctBy(day => day.Date).Count() == days.Count, "days", "must name each day once");
            foreach (var (day, number) in days.Select((day, number) => (day, number)))
            {
                validation.Require(day.CapacityKg is >= 0 and <= Intake.MostDailyCapacityKg && Kilograms.IsExact(day.CapacityKg), $"days[{number}].capacityKg", $"must be from 0 to {Intake.MostDailyCapacityKg}, with at most 3 decimals");
                validation.Require(day.Slots is >= 0 and <= Intake.MostDailySlots, $"days[{number}].slots", $"must be from 0 to {Intake.MostDailySlots}");
            }
        }

        return known with
        {
            Closures = [.. closures.Select(one => one with { Reason = (one.Reason ?? "").Trim() }).OrderBy(one => one.From)],
            Days = [.. days.OrderBy(day => day.Date)],
        };
    }
}

/// <summary>What differs from an NGO's usual days.</summary>
/// <param name="ResumesOn">It takes nothing for days before this one; null when it does not pause for a time.</param>
public sealed record IntakeCalendarResponse(DateOnly? ResumesOn, string PauseReason, IReadOnlyList<ClosedDays> Closures, IReadOnlyList<DayCapacity> Days)
{
    public static IntakeCalendarResponse Of(IntakeCalendar calendar) => new(calendar.ResumesOn, calendar.PauseReason, calendar.Closures, calendar.Days);
}
