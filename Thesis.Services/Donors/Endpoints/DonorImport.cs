using System.Globalization;
using System.Security.Claims;
using Thesis.ServiceDefaults;
using Thesis.Services.CsvImport;
using Thesis.Services.Places;

namespace Thesis.Services.Donors.Endpoints;

/// <summary>
/// Takes donors from a CSV file, batch by batch: a transaction each, with the events of the donors it created or changed.
/// A donor is known by its name and coordinates, so the same file again changes nothing. Imported donors are verified.
/// </summary>
public static class DonorImport
{
    private static readonly string[] Columns =
        ["name", "kind", "address", "city", "zip", "latitude", "longitude", "opening_hours"];

    /// <param name="region">The region of all rows.</param>
    /// <param name="managedBy">
    /// User subjects, joined by commas. They are given to the rows in turn: with two, the first acts for rows 1, 3, 5, …. A donor
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

        var import = new CsvImportRun<Donor>(
            (row, faults, number) => Read(row, faults, ids.Next(), region ?? "", managers is [] ? [] : [managers[number % managers.Length]]),
            donor => string.Create(CultureInfo.InvariantCulture, $"{donor.Name}\n{donor.Place.Latitude:R}\n{donor.Place.Longitude:R}"),
            (donors, stop) => ApplyAsync(command, Actor.FromUser(user), donors, stop));
        return await CsvUpload.RunAsync(request, Columns, [], import, cancellationToken);
    }

    private static Donor Read(TableRow row, RowFaults faults, long id, string region, string[] managers)
    {
        var hours = faults.OpeningHours("opening_hours");
        return new Donor(
            id,
            1,
            faults.Text("name", 1, 200),
            faults.Text("kind", 1, 40),
            new Place(faults.Degrees("latitude", 90), faults.Degrees("longitude", 180), faults.Address(), region),
            hours.ToString(),
            Verified: true,
            managers);
    }

    private static async Task<BatchOutcome> ApplyAsync(
        CommandContext command, Actor actor, IReadOnlyList<Donor> donors, CancellationToken cancellationToken)
    {
        await command.OpenAsync("donors", actor, cancellationToken);
        var changed = await DonorStore.UpsertAsync(command, donors, cancellationToken);
        foreach (var (donor, created) in changed)
        {
            if (created)
            {
                command.PublishCreated(donor);
            }
            else
            {
                command.PublishUpdated(donor, "donor.imported");
            }
        }

        await command.CommitAsync(cancellationToken);
        return new BatchOutcome(changed.Count(change => change.Created), changed.Count(change => !change.Created));
    }
}
