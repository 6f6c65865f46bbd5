using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Data;
using Thesis.Services.Notifications.Domain;
using Thesis.Services.Shared.Mail;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>Hands deliveries to their channels, again after a pause that doubles while a provider is away, and deletes old notifications.</summary>
public sealed class DeliveryRelay(
    DeliveryStore deliveries, NotificationStore notifications, MailChannel mail, PushChannel push, IOptions<NotificationsOptions> options, TimeProvider time, ILogger<DeliveryRelay> logger)
    : PeriodicService(time, logger)
{
    private const int Batch = 20;
    private const int CleanedAtOnce = 10_000;
    private static readonly TimeSpan CleanEvery = TimeSpan.FromMinutes(10);
    /// <summary>Longer than a provider can hold up a batch: mails go one after the other, each within the server's timeout.</summary>
    private static readonly TimeSpan Handover = SmtpSession.Timeout * Batch * 2;
    private static readonly RetryPause Pause = new(TimeSpan.FromSeconds(10), TimeSpan.FromHours(1));

    private DateTimeOffset _cleaned;

    /// <inheritdoc/>
    protected override TimeSpan Interval => TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (Time.GetUtcNow() - _cleaned >= CleanEvery)
        {
            await notifications.DeleteOldAsync(Time.GetUtcNow() - options.Value.KeepFor, CleanedAtOnce, cancellationToken);
            _cleaned = Time.GetUtcNow();
        }

        for (var batch = 0; batch < MostBatches; batch++)
        {
            var now = Time.GetUtcNow();
            var due = await deliveries.TakeDueAsync(now, now + Handover, Batch, cancellationToken);
            if (due.Count == 0)
            {
                return;
            }

            await Task.WhenAll(
                DeliverAsync(mail, [.. due.Where(d => d.Channel == Channels.Email)], cancellationToken),
                DeliverAsync(push, [.. due.Where(d => d.Channel == Channels.Push)], cancellationToken));
        }
    }

    private async Task DeliverAsync(IChannel channel, IReadOnlyList<Delivery> all, CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        foreach (var useless in all.Where(IsUseless))
        {
            await deliveries.ReportAsync(useless.Id, Outcome.Skipped(useless.IsSettled ? "read meanwhile" : "too late to be of use"), cancellationToken);
        }

        Delivery[] timely = [.. all.Where(d => !IsUseless(d))];
        if (timely.Length > 0)
        {
            await channel.SendAsync(timely, (delivery, outcome) => ReportAsync(delivery, outcome, cancellationToken), cancellationToken);
        }

        bool IsUseless(Delivery delivery) => delivery.IsSettled || delivery.NotAfter <= now;
    }

    private Task ReportAsync(Delivery delivery, Outcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Status == "waiting")
        {
            outcome = delivery.Attempts >= options.Value.Attempts ? Outcome.Failed(outcome.Detail) : outcome with { Again = Time.GetUtcNow() + Pause.After(delivery.Attempts) };
        }

        return deliveries.ReportAsync(delivery.Id, outcome, cancellationToken);
    }
}

/// <summary>A way by which notifications go out.</summary>
public interface IChannel
{
    /// <summary>Tries each delivery and reports on it as soon as it is known what became of it; what is not reported on is tried again.</summary>
    Task SendAsync(IReadOnlyList<Delivery> deliveries, Func<Delivery, Outcome, Task> report, CancellationToken cancellationToken);
}
