using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.Text;

namespace Thesis.Services.Shared.Places;

/// <summary>
/// Reads opening hours as people write them: "Mon 9-12", "1st and 3rd Thursday 9am-11am", "Monday–Friday 12pm–2pm", "24/7",
/// "closed in August". What could mean two things is refused with a sentence that says what to write.
/// </summary>
public sealed class OpeningHoursParser
{
    private const string Example = "write days and times like 'Mon-Fri 09:00-17:00; Sat2nd 10:00-12:00'";

    private static readonly string[] s_unknown = ["", "-", "n/a", "na", "unknown", "tbd", "varies", "none", "?"];

    private readonly List<HoursToken> _tokens;
    private readonly List<DayGroup> _groups = [];
    private readonly List<WeeklyOpening> _weekly = [];
    private readonly List<Closure> _closures = [];
    private readonly HashSet<IsoDayOfWeek> _closedDays = [];
    private bool _byAppointment;
    private bool _groupsHaveTimes;
    private int _next;

    private OpeningHoursParser(string text) => _tokens = [.. HoursTokenizer.Tokens(text)];

    /// <param name="text">What was written; null or empty means unknown.</param>
    /// <param name="refusal">When false: what is not understood and what to write instead, for a person.</param>
    public static bool TryParse(string? text, out OpeningHours hours, [NotNullWhen(false)] out string? refusal)
    {
        hours = OpeningHours.Unknown;
        refusal = null;
        var written = (text ?? "").Trim();
        if (text?.Length > OpeningHours.MostCharacters)
        {
            refusal = $"must have at most {OpeningHours.MostCharacters} characters";
            return false;
        }

        if (s_unknown.Contains(written, StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        refusal = new OpeningHoursParser(written).Parse(out hours);
        if (refusal is null && hours.ToString().Length > OpeningHours.MostCharacters)
        {
            refusal = $"names too many openings: at most {OpeningHours.MostCharacters} characters when each day is written out";
        }

        return refusal is null;
    }

    private string? Parse(out OpeningHours hours)
    {
        hours = OpeningHours.Unknown;
        while (_next < _tokens.Count)
        {
            if (Step(_tokens[_next++]) is { } refusal)
            {
                return refusal;
            }
        }

        if (_groups.Count > 0 && !_groupsHaveTimes && !_byAppointment)
        {
            return $"'{_groups[^1].Written}' has no times: {Example}";
        }

        var weekly = _weekly.Where(opening => !_closedDays.Contains(opening.Day)).Distinct().ToList();
        if (weekly.Count == 0 && !_byAppointment)
        {
            return "says when it is closed, not when it is open: leave it empty, and pause the intake while it is closed";
        }

        hours = new OpeningHours(weekly, [.. _closures.Distinct()], _byAppointment);
        return null;
    }

    private string? Step(HoursToken token)
    {
        switch (token.Kind)
        {
            case HoursTokenKind.Days:
                AddDays(token);
                return null;
            case HoursTokenKind.Week:
                AddWeek(token);
                return null;
            case HoursTokenKind.Time:
                return AddRange(token);
            case HoursTokenKind.AllDay:
                return AddAllDay();
            case HoursTokenKind.Closed:
                return AddClosure();
            case HoursTokenKind.Appointment:
                _byAppointment = true;
                return null;
            case HoursTokenKind.Separator or HoursTokenKind.Dash:
                return null;
            case HoursTokenKind.Month or HoursTokenKind.Date:
                return $"'{token.Text}': hours of a season are not kept; write the present hours, and 'closed' before the months or days without";
            case HoursTokenKind.Holidays:
                return "times on holidays are not kept: write 'closed holidays', or the dates as 'closed Dec 25'";
            default:
                return token.Text is "other" or "biweekly" or "fortnightly" or "alternate"
                    ? "every other week is not kept: name the weeks of the month, e.g. '1st and 3rd Thursday 9am-11am'"
                    : $"'{token.Text}' is not understood: {Example}";
        }
    }

    /// <summary>The group that a day or week goes to: a new one after times, so that what follows them has its own.</summary>
    private DayGroup Group(bool another = false)
    {
        if (_groupsHaveTimes)
        {
            _groups.Clear();
            _groupsHaveTimes = false;
        }

        if (_groups.Count == 0 || another)
        {
            _groups.Add(new DayGroup());
        }

        return _groups[^1];
    }

    private void AddDays(HoursToken token)
    {
        var days = token.Days.ToList();
        if (Is(0, HoursTokenKind.Dash) && Is(1, HoursTokenKind.Days) && days.Count == 1 && _tokens[_next + 1].Days is [var last])
        {
            for (var day = days[0]; day != last;)
            {
                day = day == IsoDayOfWeek.Sunday ? IsoDayOfWeek.Monday : day + 1;
                days.Add(day);
            }

            _next += 2;
        }

        // "Thursday 1st, Friday 2nd": weeks that follow a day end its group.
        var group = Group();
        if (group.WeeksFollowDays && group.Weeks.Count > 0)
        {
            group = Group(another: true);
        }

        group.Days.AddRange(days);
        group.Written = token.Text;
    }

    private void AddWeek(HoursToken token)
    {
        // "1st Monday and 3rd Tuesday": weeks that come before days begin another group.
        var group = Group();
        if (group.Days.Count > 0 && group.Weeks.Count > 0 && !group.WeeksFollowDays)
        {
            group = Group(another: true);
        }

        group.WeeksFollowDays |= group.Days.Count > 0;
        group.Weeks.Add(token.Number);
        group.Written = token.Text;
    }

    private string? AddRange(HoursToken from)
    {
        if (!Is(0, HoursTokenKind.Dash) || !Is(1, HoursTokenKind.Time))
        {
            return $"'{from.Text}' has no closing time: {Example}";
        }

        var until = _tokens[_next + 1];
        _next += 2;
        var (opens, closes, refusal) = ClockRange.Read(from.Text, until.Text);
        return refusal ?? AddOpening($"{from.Text}-{until.Text}", opens, closes);
    }

    private string? AddAllDay()
    {
        if (_groups.Count == 0)
        {
            Group().Days.AddRange(Enumerable.Range(1, 7).Select(day => (IsoDayOfWeek)day));
        }

        return AddOpening("24 hours", 0, 24 * 60);
    }

    private string? AddOpening(string written, int opens, int closes)
    {
        if (_groups.Count == 0 || _groups.Exists(group => group.Days.Count == 0))
        {
            return $"'{written}' has no day: {Example}";
        }

        foreach (var group in _groups)
        {
            var weeks = group.Weeks.Count == 0 ? [0] : group.Weeks;
            _weekly.AddRange(group.Days.SelectMany(day => weeks.Select(week => new WeeklyOpening(day, week, opens, closes))));
        }

        _groupsHaveTimes = true;
        return null;
    }

    private string? AddClosure()
    {
        if (_groups.Count > 0 && !_groupsHaveTimes)
        {
            _closedDays.UnionWith(_groups.SelectMany(group => group.Days));
            _groups.Clear();
            return null;
        }

        var found = 0;
        for (; _next < _tokens.Count; found++)
        {
            while (Is(0, HoursTokenKind.Separator))
            {
                _next++;
            }

            if (Is(0, HoursTokenKind.Days) && !Is(1, HoursTokenKind.Time) && !Is(1, HoursTokenKind.Dash))
            {
                _closedDays.UnionWith(_tokens[_next++].Days);
                continue;
            }

            if (ReadClosure() is not { } closure)
            {
                break;
            }

            _closures.Add(closure);
        }

        return found > 0 ? null : "'closed' without days: write 'closed Sundays', 'closed Aug', 'closed Dec 24-Jan 1' or 'closed holidays'";
    }

    private Closure? ReadClosure()
    {
        if (Take(HoursTokenKind.Holidays) is not null)
        {
            return new Closure.Holidays();
        }

        if (Take(HoursTokenKind.Date) is { } date && LocalDatePattern.Iso.Parse(date.Text) is { Success: true } first)
        {
            var last = Is(0, HoursTokenKind.Dash) && Is(1, HoursTokenKind.Date) ? LocalDatePattern.Iso.Parse(_tokens[_next + 1].Text) : null;
            _next += last is { Success: true } ? 2 : 0;
            return new Closure.Dates(first.Value, last is { Success: true } ? last.Value : first.Value);
        }

        return Take(HoursTokenKind.Month) is { } month ? ReadMonths(month.Number) : null;
    }

    /// <summary>"Aug", "Jul-Aug", "Dec 25", "Dec 24-26", "Dec 24-Jan 1".</summary>
    private Closure ReadMonths(int month)
    {
        var from = Day(month, first: true);
        var until = from.Day is null ? Day(month, first: false) : from;
        if (Is(0, HoursTokenKind.Dash) && (Is(1, HoursTokenKind.Month) || Is(1, HoursTokenKind.Time)))
        {
            _next++;
            var last = Take(HoursTokenKind.Month)?.Number ?? month;
            until = Day(last, first: false);
        }
        else if (from.Day is null)
        {
            return new Closure.Month(month);
        }

        return new Closure.Yearly(from.Date, until.Date);
    }

    private (AnnualDate Date, int? Day) Day(int month, bool first)
    {
        var most = new LocalDate(2000, month, 1).Calendar.GetDaysInMonth(2000, month);
        var written = Is(0, HoursTokenKind.Time) && int.TryParse(_tokens[_next].Text, out var number) && number >= 1 && number <= most ? number : (int?)null;
        _next += written is null ? 0 : 1;
        return (new AnnualDate(month, written ?? (first ? 1 : most)), written);
    }

    private bool Is(int ahead, HoursTokenKind kind) => _next + ahead < _tokens.Count && _tokens[_next + ahead].Kind == kind;

    private HoursToken? Take(HoursTokenKind kind) => Is(0, kind) ? _tokens[_next++] : null;

    /// <summary>Days that share their times, in the weeks of the month that are named.</summary>
    private sealed class DayGroup
    {
        public List<IsoDayOfWeek> Days { get; } = [];

        public List<int> Weeks { get; } = [];

        /// <summary>"Thursday 1st" instead of "1st Thursday".</summary>
        public bool WeeksFollowDays { get; set; }

        public string Written { get; set; } = "";
    }
}
