using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Allocation.Domain;

namespace Thesis.Services.Allocation.Messaging;

/// <summary>Keeps allocation's view of the NGOs.</summary>
public sealed class NgoProjectionHandler(ProjectionStore store, RegionCalendar calendar, RegionSignal signal)
    : IEventHandler<NgoCreated>, IEventHandler<NgoUpdated>
{
    public Task HandleAsync(NgoCreated message, EventContext context, CancellationToken cancellationToken) =>
        KeepAsync(message.Ngo, context, cancellationToken);

    public Task HandleAsync(NgoUpdated message, EventContext context, CancellationToken cancellationToken) =>
        KeepAsync(message.Ngo, context, cancellationToken);

    private async Task KeepAsync(NgoSnapshot ngo, EventContext context, CancellationToken cancellationToken)
    {
        var time = await calendar.OfAsync(context.Command, ngo.Place.Region, cancellationToken);
        if (await store.KeepAsync(context.Command, ngo, time.Day(context.Command.Now), cancellationToken))
        {
            signal.Raise();
        }
    }
}
