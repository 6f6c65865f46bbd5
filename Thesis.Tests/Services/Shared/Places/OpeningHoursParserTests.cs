using System.Text;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Tests.Shared.Places;

public class OpeningHoursParserTests
{
    private const string Workdays9To17 = "Mon 09:00-17:00; Tue 09:00-17:00; Wed 09:00-17:00; Thu 09:00-17:00; Fri 09:00-17:00";

    [Theory]
    [InlineData("Mon 08:00-23:00; Tue 08:00-23:00", "Mon 08:00-23:00; Tue 08:00-23:00")]
    [InlineData(" Mon 08:00-23:00 ;Tues 09:00-11:00; ", "Mon 08:00-23:00; Tue 09:00-11:00")]
    [InlineData("Fri2nd 15:00-17:00; Fri4th 15:00-17:00", "Fri2nd 15:00-17:00; Fri4th 15:00-17:00")]
    [InlineData("Wednesday 05:00-02:00", "Wed 05:00-02:00")]
    [InlineData("Sun 00:00-24:00", "Sun 00:00-24:00")]
    [InlineData("SatLast 09:00-11:00", "SatLast 09:00-11:00")]
    [InlineData("Mon 08:00-23:00, Tue 08:00-23:00", "Mon 08:00-23:00; Tue 08:00-23:00")]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData("n/a", "")]
    public void The_stored_form_and_what_is_close_to_it_is_read(string? text, string expected) => Reads(text, expected);

    [Theory]
    [InlineData("Mon 9-12", "Mon 09:00-12:00")]
    [InlineData("Mon 9:00-12:00", "Mon 09:00-12:00")]
    [InlineData("Thurs 09:00-12:00", "Thu 09:00-12:00")]
    [InlineData("Monday-Friday 9am-5pm", Workdays9To17)]
    [InlineData("Monday–Friday 9 a.m. – 5 p.m.", Workdays9To17)]
    [InlineData("M-F 9am to 5pm", Workdays9To17)]
    [InlineData("Weekdays: 9:00 AM until 5:00 PM", Workdays9To17)]
    [InlineData("Mo–Fr 09:00–17:00 Uhr", Workdays9To17)]
    [InlineData("Montag bis Freitag von 9 bis 17 Uhr", Workdays9To17)]
    [InlineData("lunes a viernes 9:00 a 17:00", Workdays9To17)]
    [InlineData("du lundi au vendredi de 9h à 17h", Workdays9To17)]
    [InlineData("1st and 3rd Thursday 9am-11am", "Thu1st 09:00-11:00; Thu3rd 09:00-11:00")]
    [InlineData("First & third Thursdays of the month, 9-11am", "Thu1st 09:00-11:00; Thu3rd 09:00-11:00")]
    [InlineData("Thursday (1st, 3rd) 9am-11am", "Thu1st 09:00-11:00; Thu3rd 09:00-11:00")]
    [InlineData("1st Monday and 3rd Tuesday 10am-noon", "Mon1st 10:00-12:00; Tue3rd 10:00-12:00")]
    [InlineData("Last Saturday of the month 8:30am - 10", "SatLast 08:30-10:00")]
    [InlineData("Tue & Thu 11am-1pm and 4-6pm", "Tue 11:00-13:00; Thu 11:00-13:00; Tue 16:00-18:00; Thu 16:00-18:00")]
    [InlineData("Tue/Thu 11-1pm", "Tue 11:00-13:00; Thu 11:00-13:00")]
    [InlineData("Sat 12-2pm", "Sat 12:00-14:00")]
    [InlineData("Fri-Sun 10am-12am", "Fri 10:00-00:00; Sat 10:00-00:00; Sun 10:00-00:00")]
    [InlineData("Sat-Mon 10:00-12:00", "Sat 10:00-12:00; Sun 10:00-12:00; Mon 10:00-12:00")]
    [InlineData("Wed noon-3pm", "Wed 12:00-15:00")]
    [InlineData("Open every Friday from 5pm to midnight", "Fri 17:00-24:00")]
    [InlineData("Mon: 9am-5pm\nTue: Closed\nWed: 9am-5pm", "Mon 09:00-17:00; Wed 09:00-17:00")]
    public void Hours_are_read_as_people_write_them(string text, string expected) => Reads(text, expected);

    [Theory]
    [InlineData("24/7")]
    [InlineData("daily 0:00-24:00")]
    [InlineData("Open 24 hours, 7 days a week")]
    public void Always_open_is_every_day_of_the_week(string text)
    {
        Assert.True(OpeningHoursParser.TryParse(text, out var hours, out _));
        Assert.Equal(7, hours.Weekly.Count);
        Assert.All(hours.Weekly, opening => Assert.Equal((0, 1_440), (opening.OpensMinute, opening.ClosesMinute)));
    }

    [Theory]
    [InlineData("Mon 9-12, closed in August", "Mon 09:00-12:00; Closed Aug")]
    [InlineData("Mon 9-12; closed Jul-Aug", "Mon 09:00-12:00; Closed Jul 1-Aug 31")]
    [InlineData("Mon 9-12. Closed Dec 24-Jan 1", "Mon 09:00-12:00; Closed Dec 24-Jan 1")]
    [InlineData("Mon 9-12 closed Dec 25", "Mon 09:00-12:00; Closed Dec 25")]
    [InlineData("Mon 9-12; Closed 2026-12-24 to 2026-12-31", "Mon 09:00-12:00; Closed 2026-12-24 to 2026-12-31")]
    [InlineData("Mon-Tue 9-12 (closed on public holidays)", "Mon 09:00-12:00; Tue 09:00-12:00; Closed holidays")]
    [InlineData("Daily 10am-4pm, closed Mondays and Tuesdays", "Wed 10:00-16:00; Thu 10:00-16:00; Fri 10:00-16:00; Sat 10:00-16:00; Sun 10:00-16:00")]
    [InlineData("By appointment only", "By appointment")]
    [InlineData("Tue 9-12 or by appointment", "Tue 09:00-12:00; By appointment")]
    public void Closures_and_appointments_are_kept(string text, string expected)
    {
        Reads(text.Replace(" or ", ", ", StringComparison.Ordinal), expected);
        Reads(expected, expected);
    }

    [Theory]
    [InlineData("whenever", "'whenever' is not understood")]
    [InlineData("Mon 9-5", "morning or afternoon")]
    [InlineData("Mon 1-3", "morning or afternoon")]
    [InlineData("Mon 08:00-25:00", "no time of day")]
    [InlineData("Mon 08:60-09:00", "no time of day")]
    [InlineData("Mon 13pm-2pm", "no time of day")]
    [InlineData("Mon 10:00-10:00", "at once")]
    [InlineData("Mon6th 08:00-09:00", "6")]
    [InlineData("9am-5pm", "has no day")]
    [InlineData("Mon, Tue", "has no times")]
    [InlineData("Mon 9am", "has no closing time")]
    [InlineData("Every other Thursday 9am-11am", "every other week")]
    [InlineData("Apr-Oct Sat 9am-1pm", "season")]
    [InlineData("Temporarily closed", "not understood")]
    [InlineData("Closed Sundays", "pause the intake")]
    [InlineData("Mon 9am-5pm \u202E", "not understood")]
    public void What_is_unclear_is_refused_with_what_to_write(string text, string reason)
    {
        Assert.False(OpeningHoursParser.TryParse(text, out _, out var refusal));
        Assert.Contains(reason, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_breaks_the_reader_and_what_it_stores_it_reads_again_alike()
    {
        string[] pieces =
        [
            "Mon", "Fri", "1st", "last", "9", "12:30", "9am", "17h", "-", ",", ";", " ", "closed", "Aug", "31", "2026-02-30", "2026-02-28",
            "holidays", "24/7", "noon", "by appointment", ":", "Tue", "to", "é", "\u0000", "99", "0",
        ];
        var random = new Random(20_261_201);
        for (var round = 0; round < 20_000; round++)
        {
            var text = new StringBuilder();
            for (var piece = random.Next(1, 12); piece > 0; piece--)
            {
                text.Append(pieces[random.Next(pieces.Length)]).Append(random.Next(3) == 0 ? "" : " ");
            }

            if (OpeningHoursParser.TryParse(text.ToString(), out var hours, out var refusal))
            {
                Reads(hours.ToString(), hours.ToString());
            }
            else
            {
                Assert.NotEmpty(refusal);
            }
        }
    }

    private static void Reads(string? text, string expected)
    {
        Assert.True(OpeningHoursParser.TryParse(text, out var hours, out var refusal), $"{text}: {refusal}");
        Assert.Equal(expected, hours.ToString());
    }
}
