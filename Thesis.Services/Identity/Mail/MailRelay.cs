using Thesis.ServiceDefaults;
using Thesis.Services.Shared.Mail;

namespace Thesis.Services.Identity.Mail;

/// <summary>
/// Hands mails to the SMTP server, and deletes old ones. One that was handed over just before this process died goes out
/// again with the same Message-ID, by which mailboxes know it.
/// </summary>
internal sealed partial class MailRelay(MailStore store, Mailer mailer, TimeProvider time, ILogger<MailRelay> logger) : PeriodicService(time, logger)
{
    private const int Batch = 20;
    private const int MostAttempts = 12;
    private static readonly TimeSpan Keep = TimeSpan.FromDays(7);
    private static readonly TimeSpan CleanEvery = TimeSpan.FromMinutes(10);
    /// <summary>Longer than the server can hold up a batch: see <see cref="SmtpSession.Timeout"/>.</summary>
    private static readonly TimeSpan Handover = SmtpSession.Timeout * Batch * 2;
    private static readonly RetryPause Pause = new(TimeSpan.FromSeconds(30), TimeSpan.FromHours(4));

    private readonly ILogger _logger = logger;
    private DateTimeOffset _cleaned;

    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (Time.GetUtcNow() - _cleaned >= CleanEvery)
        {
            await store.DeleteOldAsync(Time.GetUtcNow() - Keep, Batch * 500, cancellationToken);
            _cleaned = Time.GetUtcNow();
        }

        if (!mailer.IsConfigured)
        {
            return;
        }

        var now = Time.GetUtcNow();
        var mails = await store.TakeDueAsync(now, now + Handover, Batch, cancellationToken);
        if (mails.Count == 0)
        {
            return;
        }

        await using var session = mailer.Open();
        foreach (var mail in mails)
        {
            await SendAsync(session, mail, cancellationToken);
        }
    }

    private async Task SendAsync(SmtpSession session, OutgoingMail mail, CancellationToken cancellationToken)
    {
        try
        {
            await session.SendAsync(new MailText($"{mail.Id}", mail.Recipient, mail.Subject, mail.Body, mail.CreatedAt), cancellationToken);
            await store.SentAsync(mail.Id, Time.GetUtcNow(), cancellationToken);
        }
        catch (Exception e) when (SmtpSession.IsRefusal(e))
        {
            var isHopeless = mail.Attempts >= MostAttempts || SmtpSession.IsHopeless(e);
            LogNotSent(mail.Id, mail.Attempts, e.Message);
            await store.FailedAsync(mail.Id, e.Message, isHopeless ? null : Time.GetUtcNow() + Pause.After(mail.Attempts), cancellationToken);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Mail {Mail} was not sent in attempt {Attempt}: {Reason}")]
    private partial void LogNotSent(long mail, int attempt, string reason);
}
