using Microsoft.Extensions.Options;
using Thesis.Contracts.Donations.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Allocation.Domain;

namespace Thesis.Services.Allocation.Messaging;

/// <summary>Takes the donations' answer to decided lots: what they keep is confirmed, what they refuse is given back.</summary>
public sealed class DonationsAllocatedHandler(
    LedgerStore ledger, ProjectionStore projection, RunStore runs, RegionSignal signal, IOptions<AllocationOptions> options)
    : IEventHandler<DonationsAllocated>
{
    public async Task HandleAsync(DonationsAllocated message, EventContext context, CancellationToken cancellationToken)
    {
        var command = context.Command;
        if (message.Lots.Count > 0)
        {
            await ledger.ConfirmAsync(command, message.Lots.Select(lot => lot.AllocationId).ToArray(), cancellationToken);
            await projection.KeepAsync(command, message.Lots.Select(lot => lot.Donation), null, cancellationToken);
            await runs.MarkIfOvertakenAsync(command, message.Region, message.RunId, cancellationToken);
        }

        if (message.Rejected.Count > 0)
        {
            await RefuseAsync(command, message, cancellationToken);
        }

        signal.Raise();
    }

    private async Task RefuseAsync(CommandContext command, DonationsAllocated message, CancellationToken cancellationToken)
    {
        var refused = await ledger.RefuseAsync(
            command,
            message.RunId,
            message.Rejected.Select(lot => lot.AllocationId).ToArray(),
            message.Rejected.Select(lot => lot.Reason).ToArray(),
            cancellationToken);
        if (refused > 0)
        {
            var donations = message.Rejected.Select(lot => lot.DonationId).Distinct().ToArray();
            await projection.HoldAsync(command, donations, options.Value.LongestHold, cancellationToken);
        }
    }
}
