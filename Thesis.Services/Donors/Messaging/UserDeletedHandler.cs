using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donors.Data;

namespace Thesis.Services.Donors.Messaging;

/// <summary>Takes a person who leaves out of the donors that they act for or can be asked at.</summary>
public sealed class UserDeletedHandler : IEventHandler<UserDeleted>
{
    public async Task HandleAsync(UserDeleted message, EventContext context, CancellationToken cancellationToken)
    {
        var command = context.Command;
        foreach (var donor in await DonorStore.ForgetPersonAsync(command, message.UserId, [.. message.ContactHashes], cancellationToken))
        {
            command.PublishUpdated(donor, "donor.person.deleted");
        }

        command.ForgetAnswersTo(message.UserId);
    }
}
