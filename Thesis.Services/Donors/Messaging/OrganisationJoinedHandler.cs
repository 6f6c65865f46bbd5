using Thesis.Contracts.Accounts.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donors.Api;
using Thesis.Services.Donors.Data;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donors.Messaging;

/// <summary>Who has accepted an invitation acts for the donor from now on.</summary>
public sealed class OrganisationJoinedHandler : IEventHandler<OrganisationJoined>
{
    public async Task HandleAsync(OrganisationJoined message, EventContext context, CancellationToken cancellationToken)
    {
        if (!Id<Kinds.Donor>.TryParse(message.Organisation, out var id)
            || await DonorStore.FindForUpdateAsync(context.Command, id.Value, cancellationToken) is not { } donor)
        {
            return;
        }

        var people = PlacePeople.Of(donor);
        // Who leads it already is not made less by an invitation.
        if (people.Leads(message.UserId) || people.With(message.UserId, message.Role == PlaceRoles.Staff) is not { } more)
        {
            context.Command.Audit("donor.not_joined", message.Organisation, new { user = message.UserId, reason = "leads it already, or it has as many people as it may" });
            return;
        }

        await DonorPeopleEndpoints.ChangeAsync(context.Command, donor, more, "donor.joined", cancellationToken);
    }
}
