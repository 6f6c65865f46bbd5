using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;

namespace Thesis.Services.Donations.Messaging;

/// <summary>Forgets the calendars of a person who leaves. Whom they acted for follows from the donors' and NGOs' events.</summary>
public sealed class UserDeletedHandler : IEventHandler<UserDeleted>
{
    public Task HandleAsync(UserDeleted message, EventContext context, CancellationToken cancellationToken)
    {
        CalendarStore.Forget(context.Command, message.UserId);
        context.Command.ForgetAnswersTo(message.UserId);
        return Task.CompletedTask;
    }
}
