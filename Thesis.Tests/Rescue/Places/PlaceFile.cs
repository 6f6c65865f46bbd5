using System.Globalization;
using CsvHelper;

namespace Thesis.Rescue.Places;

/// <summary>Reads places; writes them back with the columns that the source data lacks.</summary>
internal static class PlaceFile
{
    private static readonly string[] Columns = ["name", "kind", "address", "city", "zip", "latitude", "longitude", "opening_hours"];

    public static IReadOnlyList<Place> Read(string file)
    {
        using var reader = CsvReader.FromFile(file);
        var places = new List<Place>();
        while (reader.Read())
        {
            places.Add(new Place(
                reader.GetString("name"), reader.GetString("kind"), reader.GetString("address"), reader.GetString("city"), reader.GetString("zip"),
                reader.Parse<double>("latitude"), reader.Parse<double>("longitude"), reader.GetString("opening_hours")));
        }

        return places;
    }

    /// <summary>The places as CSV, each followed by the fields that <paramref name="extra"/> gives for its index.</summary>
    public static string Write(IEnumerable<Place> places, IReadOnlyList<string> extraColumns, Func<int, IEnumerable<string>> extra)
    {
        using var text = new StringWriter();
        using (var writer = CsvWriter.Create(text))
        {
            writer.WriteRecord([.. Columns, .. extraColumns]);
            foreach (var (index, place) in places.Index())
            {
                writer.WriteRecord(
                [
                    place.Name, place.Kind, place.Address, place.City, place.Zip, Degrees(place.Latitude), Degrees(place.Longitude),
                    place.OpeningHours, .. extra(index),
                ]);
            }
        }

        return text.ToString();
    }

    private static string Degrees(double value) => value.ToString("F6", CultureInfo.InvariantCulture);
}
