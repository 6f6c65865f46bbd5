using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Data;

namespace Thesis.Services.Identity.Messaging;

/// <summary>Deletes the account of a person who leaves; from then on nobody can sign in with it.</summary>
internal sealed class UserDeletedHandler : IEventHandler<UserDeleted>
{
    public async Task HandleAsync(UserDeleted message, EventContext context, CancellationToken cancellationToken)
    {
        await SignInSessions.EndAllAsync(context.Command, message.UserId, cancellationToken);
        await AccountData.DeleteAsync(context.Command, message.UserId, cancellationToken);
        context.Command.ForgetAnswersTo(message.UserId);
        context.Command.Audit("account.deleted", message.UserId);
    }
}
