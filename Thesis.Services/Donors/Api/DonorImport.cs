using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Thesis.ServiceDefaults;
using Thesis.Services.Donors.Data;
using Thesis.Services.Donors.Domain;
using Thesis.Services.Donors.Messaging;
using Thesis.Services.Shared.CsvImport;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donors.Api;

/// <summary>
/// Takes donors from a CSV file, batch by batch: a transaction each, with the events of the donors it created or changed.
/// A donor is known by its name and coordinates, so the same file again changes nothing. Imported donors are verified.
/// </summary>
public static class DonorImport
{
    /// <param name="region">The region of all rows.</param>
    /// <param name="managedBy">
    /// User subjects, joined by commas. They are given to the rows in turn: with two, the first acts for rows 1, 3, 5, …. A donor
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

        var import = new CsvImportRun<Donor>(
            (row, faults, number) => Read(row, faults, ids.Next(), region ?? "", managers is [] ? [] : [managers[number % managers.Length]]),
            donor => PlaceIdentity.Of(donor.Name, donor.Place),
            (donors, stop) => ApplyAsync(command, Actor.FromUser(user), donors, dryRun, stop));
        return await CsvUpload.RunAsync(request, PlaceColumns.All, columns ?? [], dryRun, import, cancellationToken);
    }

    private static Donor Read(TableRow row, RowFaults faults, long id, string region, string[] managers)
    {
        var hours = faults.OpeningHours("opening_hours");
        return new Donor(
            id,
            1,
            faults.Text("name", 1, 200),
            faults.Text("kind", 0, 40) is { Length: > 0 } kind ? kind : "donor",
            faults.Place(region),
            hours.ToString(),
            Verified: true,
            managers);
    }

    private static async Task<BatchOutcome> ApplyAsync(
        CommandContext command, Actor actor, IReadOnlyList<Donor> donors, bool dryRun, CancellationToken cancellationToken)
    {
        await command.OpenAsync("donors", actor, cancellationToken);
        var changed = await DonorStore.UpsertAsync(command, await AlignAsync(command, donors, cancellationToken), cancellationToken);
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

        await (dryRun ? command.DisposeAsync().AsTask() : command.CommitAsync(cancellationToken));
        return new BatchOutcome(changed.Count(change => change.Created), changed.Count(change => !change.Created));
    }

    /// <summary>A donor that is known keeps the name and coordinates under which it is known.</summary>
    private static async Task<IReadOnlyList<Donor>> AlignAsync(CommandContext command, IReadOnlyList<Donor> donors, CancellationToken cancellationToken)
    {
        var known = await KnownPlaces.AlignAsync(command, "donors.donor", [.. donors.Select(donor => new NamedPlace(donor.Name, donor.Place))], cancellationToken);
        return [.. donors.Zip(known, (donor, place) => donor with { Name = place.Name, Place = place.Place }).DistinctBy(donor => (donor.Name, donor.Place.Latitude, donor.Place.Longitude))];
    }
}
