using System.Globalization;
using Thesis.Services.Food;
using Thesis.Services.Places;

namespace Thesis.Services.CsvImport;

/// <summary>Reads a row's fields as what they should be and notes what is wrong with them.</summary>
public sealed class RowFaults(TableRow row)
{
    private readonly List<RejectedRow> faults = [];

    public IReadOnlyList<RejectedRow> All => faults;

    public bool Any => faults.Count > 0;

    public void Add(string column, string reason) => faults.Add(new RejectedRow(row.Line, column, reason));

    public void Require(bool holds, string column, string reason)
    {
        if (!holds)
        {
            Add(column, reason);
        }
    }

    /// <summary>Text of at least <paramref name="least"/> and at most <paramref name="most"/> characters, none of them a control character.</summary>
    public string Text(string column, int least, int most)
    {
        var text = row[column];
        Require(text.Length >= least, column, "must not be empty");
        Require(text.Length <= most, column, $"must have at most {most} characters");
        Require(!text.Any(char.IsControl), column, "must not hold control characters");
        Require(!text.Contains('\uFFFD'), column, "is not UTF-8");
        return text;
    }

    /// <summary>The columns address, city and zip as one line.</summary>
    public string Address() =>
        string.Join(", ", new[] { Text("address", 0, 150), $"{Text("city", 0, 80)} {Text("zip", 0, 20)}".Trim() }.Where(part => part.Length > 0));

    public OpeningHours OpeningHours(string column)
    {
        if (!OpeningHoursParser.TryParse(row[column], out var hours, out var refusal))
        {
            Add(column, refusal);
        }

        return hours;
    }

    public double Degrees(string column, double most)
    {
        var isNumber = double.TryParse(row[column], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var degrees);
        Require(isNumber && Math.Abs(degrees) <= most, column, $"must be degrees from -{most} to {most}");
        // Minus zero is zero: PostgreSQL holds them equal.
        return degrees + 0.0;
    }

    /// <summary>A whole number of <paramref name="least"/> to <paramref name="most"/>; null when the field is empty.</summary>
    public int? Whole(string column, int least, int most)
    {
        if (row[column].Length == 0)
        {
            return null;
        }

        var isNumber = int.TryParse(row[column], NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        Require(isNumber && value >= least && value <= most, column, $"must be a whole number from {least} to {most}");
        return value;
    }

    /// <summary>A quantity in kg with at most 3 decimals, as grams; null when the field is empty.</summary>
    public long? Grams(string column, int mostKg)
    {
        if (row[column].Length == 0)
        {
            return null;
        }

        var isNumber = decimal.TryParse(row[column], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var kg);
        Require(
            isNumber && kg >= 0 && kg <= mostKg && Kilograms.IsExact(kg), column, $"must be kg from 0 to {mostKg} with at most 3 decimals");
        return isNumber ? Kilograms.ToGrams(Math.Min(kg, mostKg)) : null;
    }

    /// <summary>Words of <paramref name="known"/> joined by "|", sorted, each once; null when the field is empty.</summary>
    public string[]? Words(string column, IReadOnlyList<string> known)
    {
        var words = row[column].Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Require(words.All(known.Contains), column, $"must be some of {string.Join(", ", known)}, separated by |");
        return words.Length == 0 ? null : [.. words.Distinct().Order(StringComparer.Ordinal)];
    }
}
