namespace Thesis.Services.Donations.Domain;

/// <summary>Whom a statement is for.</summary>
public enum StatementKind
{
    /// <summary>A receipt of what a donor gave.</summary>
    Donor,

    /// <summary>What an NGO received.</summary>
    Ngo,

    /// <summary>What was given and received in a region.</summary>
    Region,
}

/// <summary>Whose deliveries a statement lists.</summary>
/// <param name="Name">The donor's or the NGO's name, or the region.</param>
/// <param name="Currency">ISO 4217; empty when the region's is not known.</param>
public sealed record StatementParty(StatementKind Kind, long Id, string Name, string Address, string Region, string Currency);

/// <summary>A delivery, or in a region's report an NGO's deliveries together.</summary>
/// <param name="Day">In the region's time zone; null for several deliveries.</param>
/// <param name="DonationId">0 for several deliveries.</param>
/// <param name="Counterpart">Who received it, or for an NGO who gave it.</param>
/// <param name="Value">In the region's currency; null when none is stated for it.</param>
public sealed record StatementLine(
    DateOnly? Day, long DonationId, string Title, string FoodType, string Counterpart, long Deliveries, long Grams, decimal? Value);

/// <summary>What a party gave or received between two days, both included.</summary>
public sealed record Statement(StatementParty Party, DateOnly From, DateOnly Until, DateTimeOffset IssuedAt, IReadOnlyList<StatementLine> Lines)
{
    public long Deliveries => Lines.Sum(line => line.Deliveries);

    public long Grams => Lines.Sum(line => line.Grams);

    /// <summary>The sum of the deliveries' values, each rounded to cents; null when none is stated.</summary>
    public decimal? Value => Lines.Any(line => line.Value is not null) ? Lines.Sum(line => line.Value ?? 0) : null;

    /// <summary>A number for books: the same party, days and deliveries have the same.</summary>
    public string Number(string party) => $"{party}-{From:yyyyMMdd}-{Until:yyyyMMdd}";
}

/// <summary>The days of a statement: a month, a year, or a day.</summary>
public sealed record StatementPeriod(DateOnly From, DateOnly Until)
{
    public const string Form = "must be a year, a month or a day, such as '2026', '2026-11' or '2026-11-30'";

    public static StatementPeriod? Parse(string? text)
    {
        var parts = (text ?? "").Split('-');
        if (parts.Length is < 1 or > 3 || parts[0].Length != 4 || parts.Skip(1).Any(part => part.Length != 2) || !parts.All(part => part.All(char.IsAsciiDigit)))
        {
            return null;
        }

        int[] numbers = [.. parts.Select(part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture))];
        return numbers switch
        {
            [< 2000 or > 2200, ..] => null,
            [var year] => new(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31)),
            [_, < 1 or > 12, ..] => null,
            [var year, var month] => new(new DateOnly(year, month, 1), new DateOnly(year, month, DateTime.DaysInMonth(year, month))),
            [var year, var month, var day] => day >= 1 && day <= DateTime.DaysInMonth(year, month)
                ? new(new DateOnly(year, month, day), new DateOnly(year, month, day))
                : null,
            _ => null,
        };
    }
}
