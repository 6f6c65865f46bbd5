using System.Globalization;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using NodaTime;
using Thesis.Services.Donations.Data;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Shared.Food;

namespace Thesis.Services.Donations.Api;

/// <summary>A user's calendar as iCalendar (RFC 5545). Recurring donations are series in the time zone of their region.</summary>
internal static class CalendarFile
{
    public const string ContentType = "text/calendar; charset=utf-8";

    public static string Write(IReadOnlyList<CalendarEntry> entries, IReadOnlyList<ZonedTemplate> templates, DateTimeOffset now)
    {
        var calendar = new Ical.Net.Calendar { ProductId = "-//thesis//calendar//EN" };
        calendar.AddProperty("X-WR-CALNAME", "thesis");
        foreach (var entry in entries)
        {
            calendar.Events.Add(EventOf(entry, now));
        }

        foreach (var zoned in templates.Where(zoned => zoned.Template.Recurrence.Weekdays.Count > 0))
        {
            Add(calendar, zoned, now);
        }

        return new CalendarSerializer().SerializeToString(calendar) ?? "";
    }

    private static CalendarEvent EventOf(CalendarEntry entry, DateTimeOffset now) => new()
    {
        Uid = $"{entry.Kind}-{entry.Id.ToString(CultureInfo.InvariantCulture)}@thesis",
        DtStamp = Utc(now),
        Summary = entry.Kind switch
        {
            "pickup" => $"Pickup: {entry.Title}, {Kg(entry.Grams)}",
            "delivery" => $"Delivery: {entry.Title}, {Kg(entry.Grams)} from {entry.Other}",
            _ => $"Drive: {entry.Title}, {Kg(entry.Grams)} from {entry.Other}",
        },
        Location = entry.Place,
        Start = Utc(entry.From),
        End = Utc(entry.Until > entry.From ? entry.Until : entry.From.AddMinutes(1)),
    };

    private static void Add(Ical.Net.Calendar calendar, ZonedTemplate zoned, DateTimeOffset now)
    {
        var (template, timeZone) = zoned;
        var recurrence = template.Recurrence;
        var zone = RegionProjection.Zone(timeZone);
        // The series begins on its first day that is one of its weekdays.
        if (recurrence.Next(recurrence.StartsOn.AddDays(-1), DateTimeOffset.MinValue, zone) is not { } first)
        {
            return;
        }

        var start = LocalDate.FromDateOnly(first.Day).AtMidnight().PlusMinutes(recurrence.FromMinute);
        var minutes = recurrence.UntilMinute - recurrence.FromMinute;
        var series = new CalendarEvent
        {
            Uid = $"template-{template.Id.ToString(CultureInfo.InvariantCulture)}@thesis",
            DtStamp = Utc(now),
            Sequence = (int)Math.Min(template.Version - 1, int.MaxValue),
            Summary = $"Pickup: {template.Offer.Title}, {Kg(template.Offer.QuantityGrams)}",
            Location = template.Donor.Place.Address,
            Start = Local(start, zone),
            End = Local(start.PlusMinutes(minutes > 0 ? minutes : minutes + (24 * 60)), zone),
        };
        var rule = new RecurrencePattern(FrequencyType.Weekly)
        {
            ByDay = [.. recurrence.Weekdays.Select(day => new WeekDay((DayOfWeek)(day % 7)))],
        };
        if (recurrence.EndsOn is { } last)
        {
            rule.Until = Local(LocalDate.FromDateOnly(last).AtMidnight().PlusHours(23).PlusMinutes(59), zone);
        }

        series.RecurrenceRule = rule;
        foreach (var day in recurrence.Exceptions)
        {
            series.ExceptionDates.Add(Local(LocalDate.FromDateOnly(day).AtMidnight().PlusMinutes(recurrence.FromMinute), zone));
        }

        if (zone != DateTimeZone.Utc && calendar.TimeZones.All(known => known.TzId != zone.Id))
        {
            calendar.AddTimeZone(VTimeZone.FromDateTimeZone(zone.Id));
        }

        calendar.Events.Add(series);
    }

    private static CalDateTime Utc(DateTimeOffset time) => new(DateTime.SpecifyKind(time.UtcDateTime, DateTimeKind.Utc), "UTC");

    private static CalDateTime Local(LocalDateTime time, DateTimeZone zone) => new(time.ToDateTimeUnspecified(), zone.Id);

    private static string Kg(long grams) => string.Create(CultureInfo.InvariantCulture, $"{Kilograms.FromGrams(grams):0.###} kg");
}
