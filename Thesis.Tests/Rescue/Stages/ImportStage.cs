using System.Text.Json;
using Thesis.Rescue.People;
using Thesis.Rescue.Places;

namespace Thesis.Rescue.Stages;

/// <summary>A donor as the product knows it after the import.</summary>
internal sealed record KnownDonor(string Id, string Name, double Latitude, double Longitude, Person Manager);

/// <summary>The dispatcher imports the places, each managed by one of the crew in turn.</summary>
internal static class ImportStage
{
    public static async Task<IReadOnlyList<KnownDonor>> RunAsync(
        Crew crew, RescueOptions options, IReadOnlyList<Place> ngos, IReadOnlyList<Place> donors, SeededDay day, CancellationToken cancel)
    {
        var ngoCsv = PlaceFile.Write(ngos, SeededDay.CapacityColumns, day.CapacityFields);
        await ImportAsync(crew.Dispatcher, "ngos", options.Region, crew.NgoManagers, ngoCsv, cancel);
        var donorCsv = PlaceFile.Write(donors, [], _ => []);
        await ImportAsync(crew.Dispatcher, "donors", options.Region, crew.DonorManagers, donorCsv, cancel);

        var managers = crew.DonorManagers.ToDictionary(person => person.Subject);
        var known = new List<KnownDonor>();
        await foreach (var donor in crew.Dispatcher.ListAsync($"/api/v1/donors?region={Uri.EscapeDataString(options.Region)}", cancel))
        {
            var manager = donor.GetProperty("managers").EnumerateArray().Select(m => m.GetString() ?? "").FirstOrDefault(managers.ContainsKey);
            if (manager is not null)
            {
                known.Add(new KnownDonor(
                    donor.GetProperty("id").GetString() ?? "", donor.GetProperty("name").GetString() ?? "",
                    donor.GetProperty("place").GetProperty("latitude").GetDouble(), donor.GetProperty("place").GetProperty("longitude").GetDouble(), managers[manager]));
            }
        }

        return known;
    }

    private static async Task ImportAsync(Person dispatcher, string collection, string region, IReadOnlyList<Person> managers, string csv, CancellationToken cancel)
    {
        var managedBy = Uri.EscapeDataString(string.Join(',', managers.Select(person => person.Subject)));
        var report = await dispatcher.PostCsvAsync($"/api/v1/{collection}/import?region={Uri.EscapeDataString(region)}&managedBy={managedBy}", csv, cancel);
        var rejected = report.GetProperty("rejected").GetInt32();
        if (rejected > 0)
        {
            throw new UnexpectedAnswerException($"The import of {collection} rejected {rejected} rows: {report.GetProperty("rows")[0]}");
        }

        Console.WriteLine($"  {collection}: {Count(report, "created")} created, {Count(report, "updated")} updated, {Count(report, "unchanged")} unchanged");
    }

    private static int Count(JsonElement report, string name) => report.GetProperty(name).GetInt32();
}
