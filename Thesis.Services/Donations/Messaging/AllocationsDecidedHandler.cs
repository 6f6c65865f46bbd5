using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Donations.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;
using Thesis.Services.Donations.Domain;

namespace Thesis.Services.Donations.Messaging;

/// <summary>Reserves the lots that an allocation run decided on and answers which the donations honour.</summary>
public sealed class AllocationsDecidedHandler : IEventHandler<AllocationsDecided>
{
    /// <summary>Lots an answer carries at most; a run with more is answered in parts.</summary>
    private const int LotsPerAnswer = 200;

    public async Task HandleAsync(AllocationsDecided message, EventContext context, CancellationToken cancellationToken)
    {
        var command = context.Command;
        var wanted = message.Lots.Select(lot => new WantedLot(lot.AllocationId, lot.DonationId, lot.NgoId, lot.Grams)).ToArray();
        var judged = await LotStore.ReserveAsync(command, message.RunId, wanted, cancellationToken);
        if (judged.Count == 0)
        {
            return;
        }

        var lots = message.Lots.ToDictionary(lot => lot.AllocationId);
        var drawn = judged.Where(lot => lot.Rejection is null).Select(lot => lots[lot.AllocationId].DonationId).Distinct().ToArray();
        var donations = await LotStore.DonationsAsync(command, drawn, cancellationToken);
        foreach (var donation in donations.Values)
        {
            command.PublishUpdated(donation, "donation.allocated");
        }

        foreach (var part in judged.OrderBy(lot => lot.AllocationId).Chunk(LotsPerAnswer))
        {
            command.Publish(Topics.DonationAllocated, message.RunId, Answer(message, part, lots, donations));
        }
    }

    private static DonationsAllocated Answer(
        AllocationsDecided decided, JudgedLot[] judged, Dictionary<long, DecidedLot> lots, IReadOnlyDictionary<long, Donation> donations)
    {
        var answer = new DonationsAllocated { RunId = decided.RunId, Region = decided.Region };
        foreach (var (allocationId, rejection) in judged)
        {
            var lot = lots[allocationId];
            if (rejection is null)
            {
                answer.Lots.Add(Confirm(lot, donations[lot.DonationId]));
            }
            else
            {
                answer.Rejected.Add(new RejectedLot
                {
                    AllocationId = lot.AllocationId,
                    DonationId = lot.DonationId,
                    NgoId = lot.NgoId,
                    Grams = lot.Grams,
                    Reason = rejection,
                });
            }
        }

        return answer;
    }

    private static AllocatedLot Confirm(DecidedLot lot, Donation donation) => new()
    {
        AllocationId = lot.AllocationId,
        Donation = DonationEvents.Snapshot(donation),
        NgoId = lot.NgoId,
        NgoName = lot.NgoName,
        NgoPlace = lot.NgoPlace,
        NgoManagers = { lot.NgoManagers },
        Grams = lot.Grams,
        Km = lot.Km,
        Why = { lot.Why },
    };
}
