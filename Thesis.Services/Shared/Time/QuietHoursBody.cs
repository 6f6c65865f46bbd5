using System.Globalization;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Shared.Time;

/// <summary>When nobody is disturbed, every day.</summary>
/// <param name="From">HH:mm, e.g. "22:00".</param>
/// <param name="Until">HH:mm, e.g. "07:00". At or before <paramref name="From"/>: on the next day.</param>
public sealed record QuietHoursBody(string? From = null, string? Until = null)
{
    public static QuietHoursBody? Of(ClockSpan? span) => span is null ? null : new(Text(span.FromMinute), Text(span.UntilMinute));

    /// <summary>Notes what is wrong under <paramref name="field"/>.</summary>
    public ClockSpan Validate(Validation validation, string field) =>
        new(Minute(validation, From, $"{field}.from"), Minute(validation, Until, $"{field}.until"));

    private static int Minute(Validation validation, string? text, string field) =>
        validation.Require(TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time), field, "must be a time of day, such as '22:00'")
            ? time.Hour * 60 + time.Minute
            : 0;

    private static string Text(int minute) => new TimeOnly(minute / 60, minute % 60).ToString("HH:mm", CultureInfo.InvariantCulture);
}
