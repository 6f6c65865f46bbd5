using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Thesis.Contracts.Donations.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Data;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Messaging;

/// <summary>Proposes an order for each lot that a donation has confirmed, once.</summary>
public sealed class DonationsAllocatedHandler(
    OrderStore store, OwnerStore owners, OrderFulfilment orders, RegionDirectory regions, IIdGenerator ids, IOptions<OrdersOptions> options)
    : IEventHandler<DonationsAllocated>
{
    public async Task HandleAsync(DonationsAllocated message, EventContext context, CancellationToken cancellationToken)
    {
        if (message.Lots.Count == 0)
        {
            return;
        }

        var command = context.Command;
        await owners.KeepAsync(command, [.. message.Lots.SelectMany(OwnersOf)], cancellationToken);
        var ngos = await owners.FindAsync(command, Owner.Ngo, [.. message.Lots.Select(lot => lot.NgoId).Distinct()], cancellationToken);
        var donors = await owners.FindAsync(command, Owner.Donor, [.. message.Lots.Select(lot => lot.Donation.DonorId).Distinct()], cancellationToken);
        var proposals = message.Lots
            .Select(lot => Propose(message, lot, donors[lot.Donation.DonorId], ngos[lot.NgoId], command.Now))
            .ToList();
        var donations = message.Lots.Select(lot => lot.Donation.Id).Distinct().ToArray();
        await store.LockDonationsAsync(command, donations, cancellationToken);
        var added = await store.AddAsync(command, proposals, cancellationToken);
        var fresh = proposals.Where(order => added.Contains(order.Id)).ToList();
        store.NoteProposed(command, fresh);
        fresh.ForEach(command.PublishCreated);
        orders.TakeAll(command, await store.LockOfCancelledAsync(command, donations, cancellationToken), _ => DonationUpdatedHandler.Cancelled);
    }

    /// <summary>What the lot says of its owners, for those who have not been heard of otherwise.</summary>
    private static IEnumerable<Owner> OwnersOf(AllocatedLot lot) =>
        [new(Owner.Ngo, lot.NgoId, 0, [.. lot.NgoManagers]), new(Owner.Donor, lot.Donation.DonorId, 0, [.. lot.Donation.Managers])];

    private Order Propose(DonationsAllocated message, AllocatedLot lot, Owner donor, Owner ngo, DateTimeOffset now)
    {
        var donation = lot.Donation;
        var expires = DateTimeOffset.FromUnixTimeMilliseconds(donation.ExpiresEpochMs);
        var pickupUntil = DateTimeOffset.FromUnixTimeMilliseconds(donation.PickupUntilEpochMs);
        var rules = regions.Of(message.Region);
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
            ProposedGrams = lot.Grams,
            Grams = lot.Grams,
            Title = donation.Title,
            FoodType = donation.FoodType,
            StorageClass = donation.StorageClass,
            DonorName = donation.DonorName,
            NgoName = lot.NgoName,
            Pickup = new Stop(donation.Place.Latitude, donation.Place.Longitude, donation.Place.Address),
            Dropoff = new Stop(lot.NgoPlace.Latitude, lot.NgoPlace.Longitude, lot.NgoPlace.Address),
            PickupFrom = DateTimeOffset.FromUnixTimeMilliseconds(donation.PickupFromEpochMs),
            PickupUntil = pickupUntil,
            ExpiresAt = expires,
            Km = lot.Km,
            Why = [.. lot.Why],
            DonorManagers = donor.Managers,
            NgoManagers = ngo.Managers,
            NgoOpeningHours = ngo.OpeningHours,
            DeliveryCode = NewCode(rules.CodeDigits),
            RespondBy = AnswerTime.Until(
                now, pickupUntil < expires ? pickupUntil : expires, ngo.OpeningHours, rules, options.Value.ShortestAnswer, options.Value.LongestAnswer),
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    private static string NewCode(int digits) => digits == 0
        ? ""
        : RandomNumberGenerator.GetInt32((int)Math.Pow(10, digits)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
}
