using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Data;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>Forgets a person who leaves: what they were told, how, and where.</summary>
public sealed class UserDeletedHandler : IEventHandler<UserDeleted>
{
    public Task HandleAsync(UserDeleted message, EventContext context, CancellationToken cancellationToken)
    {
        PersonStore.Forget(context.Command, message.UserId);
        context.Command.ForgetAnswersTo(message.UserId);
        return Task.CompletedTask;
    }
}
