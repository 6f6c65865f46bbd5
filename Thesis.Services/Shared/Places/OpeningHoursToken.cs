using System.Text;
using System.Text.RegularExpressions;
using NodaTime;

namespace Thesis.Services.Shared.Places;

/// <summary>What a piece of an opening-hours text is.</summary>
internal enum HoursTokenKind
{
    Days,
    Week,
    Time,
    AllDay,
    Dash,
    Separator,
    Closed,
    Holidays,
    Month,
    Date,
    Appointment,
    Unknown,
}

/// <param name="Text">As it was written.</param>
/// <param name="Days">Of a day word: the days it means.</param>
/// <param name="Number">Of a week, month or bare number: its value.</param>
internal sealed record HoursToken(HoursTokenKind Kind, string Text, IReadOnlyList<IsoDayOfWeek> Days, int Number = 0)
{
    public HoursToken(HoursTokenKind kind, string text, int number = 0)
        : this(kind, text, [], number)
    {
    }
}

/// <summary>Splits opening hours as people write them into days, times and the words between them, in the portals' four languages.</summary>
internal static partial class HoursTokenizer
{
    private static readonly Dictionary<string, IsoDayOfWeek[]> s_days = DayWords();

    private static readonly Dictionary<string, int> s_months = MonthWords();

    private static readonly Dictionary<string, int> s_weeks = new(StringComparer.Ordinal)
    {
        ["first"] = 1, ["second"] = 2, ["third"] = 3, ["fourth"] = 4, ["fifth"] = 5, ["last"] = WeeklyOpening.LastWeek,
    };

    private static readonly Dictionary<string, HoursTokenKind> s_words = Words(
        (HoursTokenKind.Dash, "to till til until thru through bis a à au hasta"),
        (HoursTokenKind.Separator, "and und y et e"),
        (HoursTokenKind.Closed, "closed geschlossen cerrado fermé ferme"),
        (HoursTokenKind.Holidays, "holiday holidays feiertag feiertage feiertagen festivos fériés"),
        (HoursTokenKind.Appointment, "appointment appt appointments call vereinbarung termin cita vous"));

    /// <summary>Words that change nothing: "open every Monday from 9 to 12 of the month".</summary>
    private static readonly HashSet<string> s_noise =
        [.. "open opens hours hour from every each on of the month week weekly in at only by for uhr von um de le les du am im jeden und nach sur con previa los las el la public bank federal major legal all ahead food pantry distribution and rendez".Split(' ')];

    public static IEnumerable<HoursToken> Tokens(string text)
    {
        var clean = Clean(text);
        foreach (Match match in Token().Matches(clean))
        {
            if (Read(match) is { } token)
            {
                yield return token;
            }
        }
    }

    /// <summary>Lower case, one kind of dash, one kind of space, letters composed.</summary>
    private static string Clean(string text) => string.Concat(text.Normalize(NormalizationForm.FormC).ToLowerInvariant().Select(c => c switch
    {
        '–' or '—' or '−' or '‐' or '‑' or '~' => '-',
        '\n' or '\r' or '|' => ';',
        _ when char.IsWhiteSpace(c) => ' ',
        _ => c,
    }));

    private static HoursToken? Read(Match match)
    {
        var text = match.Value.Trim();
        if (match.Groups["allday"].Success)
        {
            return new HoursToken(HoursTokenKind.AllDay, text);
        }

        if (match.Groups["everyday"].Success)
        {
            return new HoursToken(HoursTokenKind.Days, text, s_days["daily"]);
        }

        if (match.Groups["date"].Success)
        {
            return new HoursToken(HoursTokenKind.Date, text);
        }

        if (match.Groups["week"].Success)
        {
            return new HoursToken(HoursTokenKind.Week, text, text[0] - '0');
        }

        if (match.Groups["time"].Success)
        {
            return new HoursToken(HoursTokenKind.Time, text);
        }

        return match.Groups["word"].Success ? Word(text.TrimEnd('.')) : Sign(text);
    }

    private static HoursToken? Word(string word)
    {
        if (s_weeks.TryGetValue(word, out var week))
        {
            return new HoursToken(HoursTokenKind.Week, word, week);
        }

        if (s_days.TryGetValue(word, out var days))
        {
            return new HoursToken(HoursTokenKind.Days, word, days);
        }

        if (s_months.TryGetValue(word, out var month))
        {
            return new HoursToken(HoursTokenKind.Month, word, month);
        }

        if (s_words.TryGetValue(word, out var kind))
        {
            return new HoursToken(kind, word);
        }

        return word switch
        {
            "noon" or "midday" or "mittag" or "midnight" or "mitternacht" => new HoursToken(HoursTokenKind.Time, word),
            _ when s_noise.Contains(word) => null,
            _ => new HoursToken(HoursTokenKind.Unknown, word),
        };
    }

    private static HoursToken? Sign(string sign) => sign switch
    {
        "-" => new HoursToken(HoursTokenKind.Dash, sign),
        "," or ";" or "&" or "+" or "/" => new HoursToken(HoursTokenKind.Separator, sign),
        ":" or "." or "(" or ")" or "[" or "]" => null,
        _ => new HoursToken(HoursTokenKind.Unknown, sign),
    };

    private static Dictionary<string, IsoDayOfWeek[]> DayWords()
    {
        string[] names =
        [
            "mon mo monday mondays montag montags lunes lundi m",
            "tue tu tues tuesday tuesdays dienstag dienstags di martes mardi",
            "wed we weds wednesday wednesdays mittwoch mittwochs miércoles miercoles mercredi w",
            "thu th thur thurs thursday thursdays donnerstag donnerstags jueves jeudi",
            "fri fr friday fridays freitag freitags viernes vendredi f",
            "sat sa saturday saturdays samstag samstags sábado sabado sábados samedi",
            "sun su sunday sundays sonntag sonntags so domingo domingos dimanche",
        ];
        var words = new Dictionary<string, IsoDayOfWeek[]>(StringComparer.Ordinal);
        for (var day = 0; day < names.Length; day++)
        {
            foreach (var name in names[day].Split(' '))
            {
                words[name] = [(IsoDayOfWeek)(day + 1)];
            }
        }

        IsoDayOfWeek[] all = [.. Enumerable.Range(1, 7).Select(day => (IsoDayOfWeek)day)];
        foreach (var word in "daily everyday day days täglich diario quotidien".Split(' '))
        {
            words[word] = all;
        }

        words["weekdays"] = words["weekday"] = words["werktags"] = all[..5];
        words["weekends"] = words["weekend"] = words["wochenende"] = all[5..];
        return words;
    }

    private static Dictionary<string, int> MonthWords()
    {
        string[] names =
        [
            "jan january januar enero janvier", "feb february februar febrero février", "mar march märz marzo mars", "apr april abril avril",
            "may mai mayo", "jun june juni junio juin", "jul july juli julio juillet", "aug august agosto août", "sep sept september septiembre septembre",
            "oct october oktober octubre octobre", "nov november noviembre novembre", "dec december dezember diciembre décembre",
        ];
        return names.SelectMany((words, index) => words.Split(' ').Select(word => (word, index))).ToDictionary(pair => pair.word, pair => pair.index + 1, StringComparer.Ordinal);
    }

    private static Dictionary<string, HoursTokenKind> Words(params (HoursTokenKind Kind, string Words)[] lists) =>
        lists.SelectMany(list => list.Words.Split(' ').Select(word => (word, list.Kind))).ToDictionary(pair => pair.word, pair => pair.Kind, StringComparer.Ordinal);

    [GeneratedRegex(
        """
        (?<allday>24\s*/\s*7|24\s*(?:hours|hrs|h)\b(?:\s*a\s+day)?(?:,?\s*(?:7|seven)\s+days(?:\s+a\s+week)?)?)
        |(?<everyday>(?:7|seven)\s+days(?:\s+a\s+week)?)
        |(?<date>\d{4}-\d\d-\d\d)
        |(?<week>[1-5](?:st|nd|rd|th)\b)
        |(?<time>\d{1,2}(?:[:.h]\d\d)?h?(?:\s*[ap]\.?\s?m\b\.?)?)
        |(?<word>(?:mon|tue|wed|thu|fri|sat|sun)(?=last\b)|\p{L}+\.?)
        |(?<sign>\S)
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Token();
}
