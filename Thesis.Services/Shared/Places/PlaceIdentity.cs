using System.Globalization;
using System.Text;

namespace Thesis.Services.Shared.Places;

/// <summary>
/// What makes two entries the same place: names that look alike at the same coordinates, or within some metres at the same address,
/// however they were typed or rounded. (Chains have shops at two addresses that were given nearly the same coordinates.)
/// </summary>
public static class PlaceIdentity
{
    /// <summary>Some 7 m of latitude: lists round coordinates to between 4 and 13 decimals.</summary>
    public const double NearDegrees = 0.00006;

    /// <summary>Some 10 cm: the same coordinates, rounded to 6 decimals.</summary>
    public const double SameDegrees = 0.000001;

    private const double Grid = 1 / NearDegrees;

    /// <summary>The name without case, accents, punctuation and kinds of spaces.</summary>
    public static string NameKey(string name)
    {
        var key = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c))
            {
                key.Append(char.ToLowerInvariant(c));
            }
            else if (key.Length > 0 && key[^1] != ' ')
            {
                key.Append(' ');
            }
        }

        return key.ToString().TrimEnd() is { Length: > 0 } letters ? letters : name;
    }

    /// <summary>The same for entries of one file that are the same place.</summary>
    public static string Of(string name, Place place) => string.Create(
        CultureInfo.InvariantCulture, $"{NameKey(name)}\n{NameKey(place.Address)}\n{Math.Round(place.Latitude * Grid)}\n{Math.Round(place.Longitude * Grid)}");
}
