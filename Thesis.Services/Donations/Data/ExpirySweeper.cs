using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Donations.Messaging;

namespace Thesis.Services.Donations.Data;

/// <summary>Ends donations whose food has expired. Any number of processes may sweep: each takes rows that no other holds.</summary>
public sealed partial class ExpirySweeper(
    IServiceScopeFactory scopes, TimeProvider time, IOptions<DonationsOptions> options, ILogger<ExpirySweeper> logger) : PeriodicService(time, logger)
{
    private readonly ILogger log = logger;

    /// <inheritdoc/>
    protected override TimeSpan Interval => options.Value.ExpirySweepInterval;

    /// <inheritdoc/>
    public override Task RunOnceAsync(CancellationToken cancellationToken) => SweepAsync(cancellationToken);

    /// <summary>Ends what is due now, a transaction for each batch.</summary>
    /// <returns>How many donations were ended.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var total = 0;
        for (var batch = 0; batch < MostBatches; batch++)
        {
            var ended = await SweepBatchAsync(cancellationToken);
            total += ended;
            if (ended < options.Value.ExpirySweepBatch)
            {
                break;
            }
        }

        return total;
    }

    private async Task<int> SweepBatchAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var command = scope.ServiceProvider.GetRequiredService<CommandContext>();
        await command.OpenAsync(DonationsModule.Schema, Actor.System(DonationsModule.Schema), cancellationToken);
        var expired = await DonationStore.ExpireAsync(command, options.Value.ExpirySweepBatch, cancellationToken);
        foreach (var donation in expired)
        {
            command.PublishUpdated(donation, "donation.expired");
        }

        await command.CommitAsync(cancellationToken);
        if (expired.Count > 0)
        {
            LogExpired(expired.Count);
        }

        return expired.Count;
    }
}
