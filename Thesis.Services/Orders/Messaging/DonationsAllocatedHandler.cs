using Microsoft.Extensions.Options;
using Thesis.Contracts.Donations.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Data;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Messaging;

/// <summary>Proposes an order for each lot that a donation has confirmed, once.</summary>
public sealed class DonationsAllocatedHandler(OrderStore store, IIdGenerator ids, IOptions<OrdersOptions> options)
    : IEventHandler<DonationsAllocated>
{
    public async Task HandleAsync(DonationsAllocated message, EventContext context, CancellationToken cancellationToken)
    {
        if (message.Lots.Count == 0)
        {
            return;
        }

        var command = context.Command;
        var proposals = message.Lots.Select(lot => Propose(message, lot, command.Now)).ToList();
        var donations = message.Lots.Select(lot => lot.Donation.Id).Distinct().ToArray();
        await store.LockDonationsAsync(command, donations, cancellationToken);
        var added = await store.AddAsync(command, proposals, cancellationToken);
        foreach (var order in proposals.Where(order => added.Contains(order.Id)))
        {
            command.PublishCreated(order);
        }

        foreach (var (order, previous) in await store.CancelOfAsync(command, donations, cancellationToken))
        {
            command.PublishStatusChanged(order, previous);
        }
    }

    private Order Propose(DonationsAllocated message, AllocatedLot lot, DateTimeOffset now)
    {
        var donation = lot.Donation;
        var expires = DateTimeOffset.FromUnixTimeMilliseconds(donation.ExpiresEpochMs);
        var answer = now + options.Value.ProposalTimeout;
        return new Order
        {
            Id = ids.Next(),
            Version = 1,
            AllocationId = lot.AllocationId,
            RunId = message.RunId,
            DonationId = donation.Id,
            DonorId = donation.DonorId,
            NgoId = lot.NgoId,
            Region = message.Region,
            Status = OrderStatus.Proposed,
            Grams = lot.Grams,
            Title = donation.Title,
            FoodType = donation.FoodType,
            DonorName = donation.DonorName,
            NgoName = lot.NgoName,
            Pickup = new Stop(donation.Place.Latitude, donation.Place.Longitude, donation.Place.Address),
            Dropoff = new Stop(lot.NgoPlace.Latitude, lot.NgoPlace.Longitude, lot.NgoPlace.Address),
            PickupFrom = DateTimeOffset.FromUnixTimeMilliseconds(donation.PickupFromEpochMs),
            PickupUntil = DateTimeOffset.FromUnixTimeMilliseconds(donation.PickupUntilEpochMs),
            ExpiresAt = expires,
            Km = lot.Km,
            DonorManagers = [.. donation.Managers],
            NgoManagers = [.. lot.NgoManagers],
            RespondBy = answer < expires ? answer : expires,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }
}
