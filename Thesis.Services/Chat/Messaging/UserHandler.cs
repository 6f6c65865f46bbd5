using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Data;

namespace Thesis.Services.Chat.Messaging;

/// <summary>Follows how people want to be called.</summary>
public sealed class UserHandler(IIdGenerator ids) : IEventHandler<UserUpdated>
{
    public Task HandleAsync(UserUpdated message, EventContext context, CancellationToken cancellationToken) =>
        ProjectionStore.KeepAsync(context.Command, ids.Next(), message.User, cancellationToken);
}
