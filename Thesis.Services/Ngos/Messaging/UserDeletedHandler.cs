using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Data;

namespace Thesis.Services.Ngos.Messaging;

/// <summary>Takes a person who leaves out of the NGOs that they act for or can be asked at.</summary>
public sealed class UserDeletedHandler : IEventHandler<UserDeleted>
{
    public async Task HandleAsync(UserDeleted message, EventContext context, CancellationToken cancellationToken)
    {
        var command = context.Command;
        foreach (var ngo in await NgoStore.ForgetPersonAsync(command, message.UserId, [.. message.ContactHashes], cancellationToken))
        {
            command.PublishUpdated(ngo, "ngo.person.deleted");
        }

        command.ForgetAnswersTo(message.UserId);
    }
}
