using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Data;

namespace Thesis.Services.Chat.Messaging;

/// <summary>Erases what a person who leaves has written, as if they had asked for it: what is held is erased once it is free.</summary>
public sealed class UserDeletedHandler : IEventHandler<UserDeleted>
{
    public async Task HandleAsync(UserDeleted message, EventContext context, CancellationToken cancellationToken)
    {
        await PersonalDataStore.AskErasureAsync(context.Command, message.UserId, cancellationToken);
        await PersonalDataStore.EraseAsync(context.Command, message.UserId, cancellationToken);
        context.Command.ForgetAnswersTo(message.UserId);
    }
}
