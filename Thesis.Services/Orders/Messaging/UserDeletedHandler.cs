using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Orders.Messaging;

/// <summary>
/// Forgets what a person who leaves was answered. The driver's name follows from the drivers' events; orders and their history stay,
/// with the id of an account that is gone.
/// </summary>
public sealed class UserDeletedHandler : IEventHandler<UserDeleted>
{
    public Task HandleAsync(UserDeleted message, EventContext context, CancellationToken cancellationToken)
    {
        context.Command.ForgetAnswersTo(message.UserId);
        return Task.CompletedTask;
    }
}
