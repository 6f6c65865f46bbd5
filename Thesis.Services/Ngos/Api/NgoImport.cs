using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Data;
using Thesis.Services.Ngos.Domain;
using Thesis.Services.Ngos.Messaging;
using Thesis.Services.Shared.CsvImport;
using Thesis.Services.Shared.Food;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Ngos.Api;

/// <summary>
/// Takes NGOs from a CSV file, batch by batch: a transaction each, with the events of the NGOs it created or changed.
/// An NGO is known by its name and coordinates, so the same file again changes nothing. Imported NGOs are verified.
/// </summary>
public static class NgoImport
{
    private static readonly IReadOnlyList<ImportColumn> s_columns =
    [
        .. PlaceColumns.All,
        new("daily_capacity_kg", false, "capacity", "capacity kg", "daily capacity"),
        new("daily_slots", false, "slots", "deliveries per day"),
        new("storage_classes", false, "storage"),
        new("food_preferences", false, "preferences"),
        new("priority", false),
    ];

    /// <param name="region">The region of all rows.</param>
    /// <param name="managedBy">
    /// User subjects, joined by commas. They are given to the rows in turn: with two, the first acts for rows 1, 3, 5, …. An NGO
    /// that has a manager keeps it.
    /// </param>
    /// <param name="columns">"Their header:our column" where a column is not recognised.</param>
    /// <param name="dryRun">True to learn what the import would do, without doing it.</param>
    public static async Task<IResult> ImportAsync(
        HttpRequest request, ClaimsPrincipal user, CommandContext command, IIdGenerator ids, CancellationToken cancellationToken,
        string? region = null, string? managedBy = null, [FromQuery] string[]? columns = null, bool dryRun = false)
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
            read => PlaceIdentity.Of(read.Ngo.Name, read.Ngo.Place),
            (rows, stop) => ApplyAsync(command, Actor.FromUser(user), rows, dryRun, stop));
        return await CsvUpload.RunAsync(request, s_columns, columns ?? [], dryRun, import, cancellationToken);
    }

    private static NgoRow Read(TableRow row, RowFaults faults, long id, string region, string[] managers)
    {
        var hours = faults.OpeningHours("opening_hours");
        var ngo = new Ngo(
            id,
            1,
            faults.Text("name", 1, 200),
            faults.Text("kind", 0, 40) is { Length: > 0 } kind ? kind : "food_pantry",
            faults.Place(region),
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
        CommandContext command, Actor actor, IReadOnlyList<NgoRow> rows, bool dryRun, CancellationToken cancellationToken)
    {
        await command.OpenAsync("ngos", actor, cancellationToken);
        var changed = await NgoStore.UpsertAsync(command, await AlignAsync(command, rows, cancellationToken), cancellationToken);
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

        await (dryRun ? command.DisposeAsync().AsTask() : command.CommitAsync(cancellationToken));
        return new BatchOutcome(changed.Count(change => change.Created), changed.Count(change => !change.Created));
    }

    /// <summary>An NGO that is known keeps the name and coordinates under which it is known.</summary>
    private static async Task<IReadOnlyList<NgoRow>> AlignAsync(CommandContext command, IReadOnlyList<NgoRow> rows, CancellationToken cancellationToken)
    {
        var known = await KnownPlaces.AlignAsync(command, "ngos.ngo", [.. rows.Select(row => new NamedPlace(row.Ngo.Name, row.Ngo.Place))], cancellationToken);
        return [.. rows.Zip(known, (row, place) => row with { Ngo = row.Ngo with { Name = place.Name, Place = place.Place } })
            .DistinctBy(row => (row.Ngo.Name, row.Ngo.Place.Latitude, row.Ngo.Place.Longitude))];
    }
}
