using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Data;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>Follows what users have told of themselves.</summary>
public sealed class UserHandler : IEventHandler<UserUpdated>
{
    public Task HandleAsync(UserUpdated message, EventContext context, CancellationToken cancellationToken) =>
        PersonStore.KeepAsync(context.Command, message.User, cancellationToken);
}
