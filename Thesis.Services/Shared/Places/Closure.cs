using System.Globalization;
using NodaTime;

namespace Thesis.Services.Shared.Places;

/// <summary>Days on which a place is closed although its weekly hours say otherwise.</summary>
public abstract record Closure
{
    private static readonly string[] s_months = ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    public abstract bool Covers(LocalDate date, IReadOnlySet<LocalDate>? holidays);

    /// <summary>A whole month, every year: "Closed Aug".</summary>
    public sealed record Month(int Number) : Closure
    {
        public override bool Covers(LocalDate date, IReadOnlySet<LocalDate>? holidays) => date.Month == Number;

        public override string ToString() => $"Closed {s_months[Number]}";
    }

    /// <summary>Days of every year, both included: "Closed Dec 24-Jan 1". One that begins on Feb 29 begins on Mar 1 in other years.</summary>
    public sealed record Yearly(AnnualDate From, AnnualDate Until) : Closure
    {
        public override bool Covers(LocalDate date, IReadOnlySet<LocalDate>? holidays)
        {
            var day = new AnnualDate(date.Month, date.Day);
            return From <= Until ? day >= From && day <= Until : day >= From || day <= Until;
        }

        public override string ToString() => From == Until ? $"Closed {Text(From)}" : $"Closed {Text(From)}-{Text(Until)}";

        private static string Text(AnnualDate date) => $"{s_months[date.Month]} {date.Day.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>Days of one year, both included: "Closed 2026-12-24 to 2026-12-31".</summary>
    public sealed record Dates(LocalDate From, LocalDate Until) : Closure
    {
        public override bool Covers(LocalDate date, IReadOnlySet<LocalDate>? holidays) => date >= From && date <= Until;

        public override string ToString() => From == Until ? $"Closed {From:uuuu-MM-dd}" : $"Closed {From:uuuu-MM-dd} to {Until:uuuu-MM-dd}";
    }

    /// <summary>The public holidays that the region lists: "Closed holidays".</summary>
    public sealed record Holidays : Closure
    {
        public override bool Covers(LocalDate date, IReadOnlySet<LocalDate>? holidays) => holidays?.Contains(date) == true;

        public override string ToString() => "Closed holidays";
    }
}
