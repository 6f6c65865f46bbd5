using System.Globalization;
using System.Text.RegularExpressions;

namespace Thesis.Services.Shared.CsvImport;

/// <summary>Reads WGS84 degrees as lists write them: "34.02", "34,02", "34.02° N", "34.02, -118.25", "POINT (-118.25 34.02)".</summary>
public static partial class Coordinates
{
    /// <returns>Null when the text is no number of degrees.</returns>
    public static double? Degrees(string text)
    {
        var match = Number().Match(text);
        if (!match.Success || !double.TryParse(match.Groups["number"].Value.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees))
        {
            return null;
        }

        // Minus zero is zero: PostgreSQL holds them equal.
        return (match.Groups["negative"].Success ? -Math.Abs(degrees) : degrees) + 0.0;
    }

    /// <summary>Latitude and longitude in one field.</summary>
    public static (double Latitude, double Longitude)? Pair(string text)
    {
        var point = Point().Match(text);
        var match = point.Success ? point : Joined().Match(text);
        var (first, second) = (Degrees(match.Groups["first"].Value), Degrees(match.Groups["second"].Value));
        return match.Success && first is { } a && second is { } b ? point.Success ? (b, a) : (a, b) : null;
    }

    [GeneratedRegex(@"^\s*(?<number>[+-]?\d{1,3}(?:[.,]\d{1,20})?)\s*°?\s*(?:[NEO]|(?<negative>[SW]))?\s*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Number();

    [GeneratedRegex(@"^\s*\(?\s*(?<first>[+-]?\d{1,3}(?:\.\d{1,20})?\s*°?\s*[NS]?)\s*[,;\s]\s*(?<second>[+-]?\d{1,3}(?:\.\d{1,20})?\s*°?\s*[EWO]?)\s*\)?\s*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Joined();

    [GeneratedRegex(@"^\s*POINT\s*\(\s*(?<first>[+-]?\d{1,3}(?:\.\d{1,20})?)\s+(?<second>[+-]?\d{1,3}(?:\.\d{1,20})?)\s*\)\s*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Point();
}
