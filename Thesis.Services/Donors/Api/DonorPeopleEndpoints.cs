using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Donors.Data;
using Thesis.Services.Donors.Domain;
using Thesis.Services.Donors.Messaging;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donors.Api;

/// <summary>People who stop acting for a donor. Others begin to by accepting an invitation.</summary>
public static class DonorPeopleEndpoints
{
    /// <summary>The caller stops acting for it.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> LeaveAsync(
        Id<Kinds.Donor> id, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        if (await DonorStore.FindForUpdateAsync(command, id.Value, cancellationToken) is not { } donor)
        {
            return Problems.NotFound(id);
        }

        var (people, refusal) = PlacePeople.Of(donor).Leave(command.Actor.Subject);
        if (people is null)
        {
            return refusal;
        }

        IfMatch.Check(http.Request, donor.Version);
        await ChangeAsync(command, donor, people, "donor.left", cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>The caller stops leading it, and somebody who acts for it already leads it instead.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> TransferAsync(
        Id<Kinds.Donor> id, TransferRequest request, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        if (await DonorStore.FindForUpdateAsync(command, id.Value, cancellationToken) is not { } donor)
        {
            return Problems.NotFound(id);
        }

        var (people, refusal) = PlacePeople.Of(donor).Transfer(command.Actor.Subject, request.To);
        if (people is null)
        {
            return refusal;
        }

        IfMatch.Check(http.Request, donor.Version);
        await ChangeAsync(command, donor, people, "donor.transferred", cancellationToken);
        return TypedResults.NoContent();
    }

    internal static async Task ChangeAsync(CommandContext command, Donor donor, PlacePeople people, string action, CancellationToken cancellationToken)
    {
        var changed = donor with { Version = donor.Version + 1, Managers = people.All, Staff = people.Staff };
        DonorStore.UpdatePeople(command, changed);
        command.PublishUpdated(changed, action, donor);
    }
}
