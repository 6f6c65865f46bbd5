using System.Globalization;
using CsvHelper;

namespace Thesis.Rescue.Places;

/// <summary>Reads places; writes them back with the columns that the source data lacks.</summary>
internal static class PlaceFile
{
    private static readonly string[] Columns = ["name", "kind", "address", "city", "zip", "latitude", "longitude", "opening_hours"];

    /// <exception cref="UsageException">The file is not there, lacks a column or holds a place without coordinates; the message says where and what to do.</exception>
    public static IReadOnlyList<Place> Read(string file)
    {
        var places = new List<Place>();
        var column = "";
        try
        {
            using var reader = CsvReader.FromFile(file);
            while (reader.Read())
            {
                places.Add(new Place(Text("name"), Text("kind"), Text("address"), Text("city"), Text("zip"), DegreesOf("latitude", 90), DegreesOf("longitude", 180), Text("opening_hours")));
            }

            string Text(string name)
            {
                column = name;
                return reader.GetString(name);
            }

            double DegreesOf(string name, double most) => double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= most
                ? value
                : throw new UsageException($"{file}, place {places.Count + 1}: {name} is '{Text(name)}'; it must be degrees such as 34.0522. Give the place its coordinates, or leave it out.");
        }
        catch (Exception e) when (e is not UsageException and not OutOfMemoryException)
        {
            throw new UsageException($"{file}, place {places.Count + 1}, column {column}: {e.Message.Split('\n')[0].Trim()} The columns are {string.Join(", ", Columns)}.");
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
