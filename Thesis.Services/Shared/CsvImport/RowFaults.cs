using System.Globalization;
using Thesis.Services.Shared.Food;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Shared.CsvImport;

/// <summary>Reads a row's fields as what they should be and notes what is wrong or odd about them.</summary>
public sealed class RowFaults(TableRow row, CoordinateSurvey survey)
{
    private const int MostValueCharacters = 80;

    private readonly List<RowNote> _faults = [];
    private readonly List<RowNote> _warnings = [];

    public IReadOnlyList<RowNote> All => _faults;

    public IReadOnlyList<RowNote> Warnings => _warnings;

    public bool Any => _faults.Count > 0;

    /// <summary>Set when the row has no coordinates and nothing else is wrong with it.</summary>
    public UnplacedRow? Unplaced { get; private set; }

    /// <summary>Latitude and longitude from their columns or the joined one; null for what is not a number of degrees.</summary>
    public static (double? Latitude, double? Longitude) Coordinates(TableRow row) =>
        row["latitude"].Length + row["longitude"].Length == 0 && CsvImport.Coordinates.Pair(row["coordinates"]) is { } pair
            ? (pair.Latitude, pair.Longitude)
            : (CsvImport.Coordinates.Degrees(row["latitude"]), CsvImport.Coordinates.Degrees(row["longitude"]));

    public void Add(string column, string reason) => _faults.Add(Note(column, reason));

    public void Require(bool holds, string column, string reason)
    {
        if (!holds)
        {
            Add(column, reason);
        }
    }

    /// <summary>Text of at least <paramref name="least"/> and at most <paramref name="most"/> characters; see <see cref="TextRules"/>.</summary>
    public string Text(string column, int least, int most)
    {
        var text = row[column].ReplaceLineEndings(", ");
        if (TextRules.Fault(text, least, most) is { } fault)
        {
            Add(column, fault);
        }

        return text;
    }

    public OpeningHours OpeningHours(string column)
    {
        if (!OpeningHoursParser.TryParse(row[column], out var hours, out var refusal))
        {
            Add(column, refusal);
        }

        return hours;
    }

    /// <summary>Where the row is, from its coordinates and address. Without coordinates it becomes <see cref="Unplaced"/>.</summary>
    public Place Place(string region)
    {
        var address = Address();
        var (latitude, longitude) = Coordinates(row);
        if (row["latitude"].Length + row["longitude"].Length + row["coordinates"].Length == 0 || (latitude, longitude) is (0.0, 0.0))
        {
            Unplaced = Any ? null : new UnplacedRow(row.Line, row["name"], address);
            return new Place(0, 0, address, region);
        }

        if (row["latitude"].Length + row["longitude"].Length == 0)
        {
            Require(latitude is not null, "coordinates", "must be latitude and longitude in degrees, like '34.0258, -118.2567'");
        }
        else
        {
            RequireDegrees("latitude", latitude, 90, longitude);
            RequireDegrees("longitude", longitude, 180, null);
        }

        if (!Any && survey.Oddity(latitude ?? 0, longitude ?? 0) is { } oddity)
        {
            _warnings.Add(Note("latitude", oddity));
        }

        return new Place(latitude ?? 0, longitude ?? 0, address, region);
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

    /// <summary>A quantity in kg with at most 3 decimals, as grams; null when the field is empty. "1,200" may be 1.2 or 1200 and is refused.</summary>
    public long? Grams(string column, int mostKg)
    {
        var text = row[column];
        if (text.Length == 0)
        {
            return null;
        }

        if (text.Contains(',', StringComparison.Ordinal) && text.Split(',')[^1].Length == 3)
        {
            Add(column, $"may be {text.Replace(",", "", StringComparison.Ordinal)} or {text.Replace(',', '.')}: write it without separators of thousands");
            return null;
        }

        var isNumber = decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var kg);
        Require(
            isNumber && kg >= 0 && kg <= mostKg && Kilograms.IsExact(kg), column, $"must be kg from 0 to {mostKg} with at most 3 decimals, like '1200' or '1200.5'");
        return isNumber ? Kilograms.ToGrams(Math.Min(kg, mostKg)) : null;
    }

    /// <summary>Words of <paramref name="known"/> joined by "|", sorted, each once; null when the field is empty.</summary>
    public string[]? Words(string column, IReadOnlyList<string> known)
    {
        var words = row[column].Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Require(words.All(known.Contains), column, $"must be some of {string.Join(", ", known)}, separated by |");
        return words.Length == 0 ? null : [.. words.Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The columns address, city and zip as one line.</summary>
    private string Address() =>
        string.Join(", ", new[] { Text("address", 0, 150), $"{Text("city", 0, 80)} {Text("zip", 0, 20)}".Trim() }.Where(part => part.Length > 0));

    private void RequireDegrees(string column, double? degrees, double most, double? other)
    {
        var exchanged = degrees is { } d && Math.Abs(d) > most && other is { } o && Math.Abs(o) <= most && Math.Abs(d) <= 180;
        Require(
            degrees is { } known && Math.Abs(known) <= most,
            column,
            exchanged ? "latitude and longitude look exchanged: latitude is at most 90 degrees" : $"must be degrees from -{most} to {most}, like '34.0258'");
    }

    private RowNote Note(string column, string reason)
    {
        var value = column.Length == 0 ? "" : row[column];
        return new RowNote(row.Line, column, value.Length > MostValueCharacters ? $"{value[..MostValueCharacters]}…" : value, reason);
    }
}
