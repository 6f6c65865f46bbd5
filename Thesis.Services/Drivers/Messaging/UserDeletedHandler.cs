using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Drivers.Data;

namespace Thesis.Services.Drivers.Messaging;

/// <summary>Makes a driver who leaves anonymous: without name, user and positions, and off shift. Orders keep the driver's number.</summary>
public sealed class UserDeletedHandler(DriverStore drivers) : IEventHandler<UserDeleted>
{
    public async Task HandleAsync(UserDeleted message, EventContext context, CancellationToken cancellationToken)
    {
        var command = context.Command;
        command.ForgetAnswersTo(message.UserId);
        if (await drivers.LockOfUserAsync(command, message.UserId, cancellationToken) is { } driver)
        {
            var anonymous = driver with { Version = driver.Version + 1, UserId = $"deleted-{driver.Id}", Name = "A former driver", OnShift = false, LastPosition = null };
            drivers.Anonymise(command, anonymous);
            command.PublishUpdated(anonymous);
            command.Audit("driver.deleted", new Id<Kinds.Driver>(driver.Id).ToString());
        }
    }
}
