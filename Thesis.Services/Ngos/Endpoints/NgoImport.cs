using System.Globalization;
using System.Security.Claims;
using Thesis.ServiceDefaults;
using Thesis.Services.CsvImport;
using Thesis.Services.Food;
using Thesis.Services.Places;

namespace Thesis.Services.Ngos.Endpoints;

/// <summary>
/// Takes NGOs from a CSV file, batch by batch: a transaction each, with the events of the NGOs it created or changed.
/// An NGO is known by its name and coordinates, so the same file again changes nothing. Imported NGOs are verified.
/// </summary>
public static class NgoImport
{
    private static readonly string[] Columns =
        ["name", "kind", "address", "city", "zip", "latitude", "longitude", "opening_hours"];

    private static readonly string[] OptionalColumns =
        ["daily_capacity_kg", "daily_slots", "storage_classes", "food_preferences", "priority"];

    /// <param name="region">The region of all rows.</param>
    /// <param name="managedBy">
    /// User subjects, joined by commas. They are given to the rows in turn: with two, the first acts for rows 1, 3, 5, …. An NGO
    /// that has a manager keeps it.
    /// </param>
    public static async Task<IResult> ImportAsync(
        HttpRequest request, ClaimsPrincipal user, CommandContext command, IIdGenerator ids, CancellationToken cancellationToken,
        string? region = null, string? managedBy = null)
    {
        var validation = new Validation();
        validation.Require(Place.IsRegion(region), "region", Place.RegionForm);
        var managers = validation.RequireManagedBy(managedBy, CsvUpload.MostManagers);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var import = new CsvImportRun<NgoRow>(
            (row, faults, number) => Read(row, faults, ids.Next(), region ?? "", managers is [] ? [] : [managers[number % managers.Length]]),
            read => string.Create(CultureInfo.InvariantCulture, $"{read.Ngo.Name}\n{read.Ngo.Place.Latitude:R}\n{read.Ngo.Place.Longitude:R}"),
            (rows, stop) => ApplyAsync(command, Actor.FromUser(user), rows, stop));
        return await CsvUpload.RunAsync(request, Columns, OptionalColumns, import, cancellationToken);
    }

    private static NgoRow Read(TableRow row, RowFaults faults, long id, string region, string[] managers)
    {
        var hours = faults.OpeningHours("opening_hours");
        var ngo = new Ngo(
            id,
            1,
            faults.Text("name", 1, 200),
            faults.Text("kind", 1, 40),
            new Place(faults.Degrees("latitude", 90), faults.Degrees("longitude", 180), faults.Address(), region),
            hours.ToString(),
            Verified: true,
            managers,
            Intake.Standard);
        return new NgoRow(
            ngo,
            faults.Grams("daily_capacity_kg", Intake.MostDailyCapacityKg),
            faults.Whole("daily_slots", 0, Intake.MostDailySlots),
            faults.Words("storage_classes", StorageClasses.All),
            faults.Words("food_preferences", FoodTypes.All),
            faults.Whole("priority", 1, 5));
    }

    private static async Task<BatchOutcome> ApplyAsync(
        CommandContext command, Actor actor, IReadOnlyList<NgoRow> rows, CancellationToken cancellationToken)
    {
        await command.OpenAsync("ngos", actor, cancellationToken);
        var changed = await NgoStore.UpsertAsync(command, rows, cancellationToken);
        foreach (var (ngo, created) in changed)
        {
            if (created)
            {
                command.PublishCreated(ngo);
            }
            else
            {
                command.PublishUpdated(ngo, "ngo.imported");
            }
        }

        await command.CommitAsync(cancellationToken);
        return new BatchOutcome(changed.Count(change => change.Created), changed.Count(change => !change.Created));
    }
}
