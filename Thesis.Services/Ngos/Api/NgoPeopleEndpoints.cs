using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Data;
using Thesis.Services.Ngos.Domain;
using Thesis.Services.Ngos.Messaging;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Ngos.Api;

/// <summary>People who stop acting for an NGO. Others begin to by accepting an invitation.</summary>
public static class NgoPeopleEndpoints
{
    /// <summary>The caller stops acting for it.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> LeaveAsync(
        Id<Kinds.Ngo> id, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        if (await NgoStore.FindForUpdateAsync(command, id.Value, cancellationToken) is not { } ngo)
        {
            return Problems.NotFound(id);
        }

        var (people, refusal) = PlacePeople.Of(ngo).Leave(command.Actor.Subject);
        if (people is null)
        {
            return refusal;
        }

        IfMatch.Check(http.Request, ngo.Version);
        await ChangeAsync(command, ngo, people, "ngo.left", cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>The caller stops leading it, and somebody who acts for it already leads it instead.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> TransferAsync(
        Id<Kinds.Ngo> id, TransferRequest request, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        if (await NgoStore.FindForUpdateAsync(command, id.Value, cancellationToken) is not { } ngo)
        {
            return Problems.NotFound(id);
        }

        var (people, refusal) = PlacePeople.Of(ngo).Transfer(command.Actor.Subject, request.To);
        if (people is null)
        {
            return refusal;
        }

        IfMatch.Check(http.Request, ngo.Version);
        await ChangeAsync(command, ngo, people, "ngo.transferred", cancellationToken);
        return TypedResults.NoContent();
    }

    internal static async Task ChangeAsync(CommandContext command, Ngo ngo, PlacePeople people, string action, CancellationToken cancellationToken)
    {
        var changed = ngo with { Version = ngo.Version + 1, Managers = people.All, Staff = people.Staff };
        NgoStore.UpdatePeople(command, changed);
        command.PublishUpdated(changed, action, ngo);
    }
}
