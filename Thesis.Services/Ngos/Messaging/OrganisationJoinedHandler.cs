using Thesis.Contracts.Accounts.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Api;
using Thesis.Services.Ngos.Data;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Ngos.Messaging;

/// <summary>Who has accepted an invitation acts for the NGO from now on.</summary>
public sealed class OrganisationJoinedHandler : IEventHandler<OrganisationJoined>
{
    public async Task HandleAsync(OrganisationJoined message, EventContext context, CancellationToken cancellationToken)
    {
        if (!Id<Kinds.Ngo>.TryParse(message.Organisation, out var id)
            || await NgoStore.FindForUpdateAsync(context.Command, id.Value, cancellationToken) is not { } ngo)
        {
            return;
        }

        var people = PlacePeople.Of(ngo);
        // Who leads it already is not made less by an invitation.
        if (people.Leads(message.UserId) || people.With(message.UserId, message.Role == PlaceRoles.Staff) is not { } more)
        {
            context.Command.Audit("ngo.not_joined", message.Organisation, new { user = message.UserId, reason = "leads it already, or it has as many people as it may" });
            return;
        }

        await NgoPeopleEndpoints.ChangeAsync(context.Command, ngo, more, "ngo.joined", cancellationToken);
    }
}
