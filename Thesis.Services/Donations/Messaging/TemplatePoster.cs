using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;
using Thesis.Services.Donations.Domain;

namespace Thesis.Services.Donations.Messaging;

/// <summary>
/// Posts recurring donations when their time has come. Any number of processes may: each takes templates that no other holds, and a
/// day of a template is posted once.
/// </summary>
public sealed class TemplatePoster(
    IServiceScopeFactory scopes, IIdGenerator ids, TimeProvider time, IOptions<DonationsOptions> options, ILogger<TemplatePoster> logger) : PeriodicService(time, logger)
{
    private const int Batch = 50;

    /// <inheritdoc/>
    protected override TimeSpan Interval => options.Value.TemplateInterval;

    /// <summary>Posts what is due now, a transaction for each batch.</summary>
    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        for (var batch = 0; batch < MostBatches && await PostBatchAsync(cancellationToken) == Batch; batch++)
        {
        }
    }

    private async Task<int> PostBatchAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var command = scope.ServiceProvider.GetRequiredService<CommandContext>();
        await command.OpenAsync(DonationsModule.Schema, Actor.System(DonationsModule.Schema), cancellationToken);
        var due = await TemplateStore.DueAsync(command, Batch, cancellationToken);
        foreach (var (template, timeZone) in due)
        {
            if (template.Next is { } next)
            {
                await PostAsync(command, template, next.Day, timeZone, cancellationToken);
            }
        }

        await command.CommitAsync(cancellationToken);
        return due.Count;
    }

    private async Task PostAsync(CommandContext command, Template template, DateOnly day, string? timeZone, CancellationToken cancellationToken)
    {
        var zone = RegionProjection.Zone(timeZone);
        var offer = template.Recurrence.On(day, zone, template.Offer);
        if (!template.Donor.Verified || offer.PickupUntil <= command.Now)
        {
            var reason = template.Donor.Verified ? "Its pickup window was over." : "The donor is not verified.";
            command.Audit("donation_template.skipped", new Id<Kinds.Template>(template.Id).ToString(), new { day, reason });
        }
        else
        {
            var donation = new Donation(ids.Next(), 1, template.Donor, template.Donor.Place, offer, Balance.Untouched, DonationStatus.Open);
            if (await DonationStore.InsertAsync(command, donation, (template.Id, day), cancellationToken))
            {
                command.PublishCreated(donation);
            }
        }

        await TemplateStore.UpdateAsync(command, template with { Next = template.Recurrence.Next(day, command.Now, zone) }, cancellationToken);
    }
}
