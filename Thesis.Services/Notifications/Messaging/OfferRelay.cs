using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Data;
using Thesis.Services.Notifications.Domain;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>Asks further drivers while nobody has taken an order. Any number of processes may: each takes orders that no other holds.</summary>
public sealed class OfferRelay(IServiceScopeFactory scopes, Announcer announcer, IOptions<NotificationsOptions> options, TimeProvider time, ILogger<OfferRelay> logger)
    : PeriodicService(time, logger)
{
    private const int MostOffers = 100;

    /// <inheritdoc/>
    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        for (var offer = 0; offer < MostOffers && await AskAsync(cancellationToken); offer++)
        {
        }
    }

    private async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var command = scope.ServiceProvider.GetRequiredService<CommandContext>();
        await command.OpenAsync(NotificationsModule.Schema, Actor.System(NotificationsModule.Schema), cancellationToken);
        var order = await OfferStore.TakeDueAsync(command, command.Now + options.Value.OfferAgainAfter, options.Value.OfferRounds, cancellationToken);
        if (order is not null)
        {
            await announcer.AnnounceAsync([OrderNotices.Offer(order)], order, command, "", cancellationToken);
        }

        await command.CommitAsync(cancellationToken);
        return order is not null;
    }
}
