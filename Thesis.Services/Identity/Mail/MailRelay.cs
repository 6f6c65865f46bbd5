using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Identity.Mail;

/// <summary>
/// Hands mails to the SMTP server, and deletes old ones. One that was handed over just before this process died goes out
/// again with the same Message-ID, by which mailboxes know it.
/// </summary>
internal sealed partial class MailRelay(MailStore store, IOptions<MailOptions> options, TimeProvider time, ILogger<MailRelay> logger) : PeriodicService(time, logger)
{
    private const int Batch = 20;
    private const int MostAttempts = 12;
    private static readonly TimeSpan Keep = TimeSpan.FromDays(7);
    private static readonly TimeSpan Handover = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(4);

    private readonly ILogger _logger = logger;

    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await store.DeleteOldAsync(Time.GetUtcNow() - Keep, Batch * 50, cancellationToken);
        if (!options.Value.IsConfigured)
        {
            return;
        }

        var now = Time.GetUtcNow();
        var mails = await store.TakeDueAsync(now, now + Handover, Batch, cancellationToken);
        if (mails.Count == 0)
        {
            return;
        }

        using var server = new SmtpClient();
        foreach (var mail in mails)
        {
            await SendAsync(server, mail, cancellationToken);
        }

        if (server.IsConnected)
        {
            await server.DisconnectAsync(quit: true, cancellationToken);
        }
    }

    private async Task SendAsync(SmtpClient server, OutgoingMail mail, CancellationToken cancellationToken)
    {
        try
        {
            await ConnectAsync(server, cancellationToken);
            using var message = Message(mail);
            await server.SendAsync(message, cancellationToken);
            await store.SentAsync(mail.Id, Time.GetUtcNow(), cancellationToken);
        }
        catch (Exception e) when (e is ProtocolException or CommandException or SocketException or IOException or AuthenticationException or SslHandshakeException or NotSupportedException)
        {
            // The server says 5xx of a mail that it will never take.
            var isHopeless = mail.Attempts >= MostAttempts || e is SmtpCommandException { ErrorCode: not SmtpErrorCode.SenderNotAccepted, StatusCode: >= (SmtpStatusCode)500 };
            LogNotSent(mail.Id, mail.Attempts, e.Message);
            await store.FailedAsync(mail.Id, e.Message, isHopeless ? null : Time.GetUtcNow() + Pause(mail.Attempts), cancellationToken);
        }
    }

    private async Task ConnectAsync(SmtpClient server, CancellationToken cancellationToken)
    {
        if (server.IsConnected)
        {
            return;
        }

        var (host, port) = (options.Value.Host, options.Value.Port);
        var security = port == 465 ? SecureSocketOptions.SslOnConnect : options.Value.AllowPlain ? SecureSocketOptions.StartTlsWhenAvailable : SecureSocketOptions.StartTls;
        await server.ConnectAsync(host, port, security, cancellationToken);
        if (options.Value.User.Length > 0)
        {
            await server.AuthenticateAsync(options.Value.User, options.Value.Password, cancellationToken);
        }
    }

    private MimeMessage Message(OutgoingMail mail)
    {
        var message = new MimeMessage { Subject = mail.Subject, Date = mail.CreatedAt, Body = new TextPart("plain") { Text = mail.Body } };
        message.MessageId = $"{mail.Id}@{options.Value.From.Split('@')[^1]}";
        message.From.Add(new MailboxAddress(options.Value.FromName, options.Value.From));
        message.To.Add(MailboxAddress.Parse(mail.Recipient));
        return message;
    }

    /// <summary>Doubling, with up to a quarter of chance so that mails do not come back together.</summary>
    private static TimeSpan Pause(int attempts)
    {
        var pause = FirstPause * Math.Pow(2, attempts - 1);
        return (pause < LongestPause ? pause : LongestPause) * (1 + (Random.Shared.NextDouble() / 4));
    }

    [LoggerMessage(1, LogLevel.Warning, "Mail {Mail} was not sent in attempt {Attempt}: {Reason}")]
    private partial void LogNotSent(long mail, int attempt, string reason);
}
