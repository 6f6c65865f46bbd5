using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Thesis.Services.Shared.Mail;

/// <summary>A mail.</summary>
/// <param name="Id">Unique: a mail that is sent again has the same, by which mailboxes know it.</param>
/// <param name="Body">The text.</param>
public sealed record MailText(string Id, string Recipient, string Subject, string Body, DateTimeOffset Date)
{
    /// <summary>The same as HTML; null for text alone.</summary>
    public string? Html { get; init; }

    /// <summary>Where a mailbox unsubscribes for its owner with one click (RFC 8058); null where there is no such thing.</summary>
    public Uri? Unsubscribe { get; init; }
}

/// <summary>One conversation with the SMTP server.</summary>
public sealed class SmtpSession(MailOptions options) : IAsyncDisposable
{
    /// <summary>How long the server may take for one step; a mail takes a few.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly SmtpClient _server = new() { Timeout = (int)Timeout.TotalMilliseconds };
    private Exception? _unreachable;

    /// <summary>Whether the exception says that the server did not take a mail.</summary>
    public static bool IsRefusal(Exception e) =>
        e is ProtocolException or CommandException or SocketException or IOException or AuthenticationException or SslHandshakeException or NotSupportedException or ParseException;

    /// <summary>Whether the server will never take it.</summary>
    public static bool IsHopeless(Exception e) =>
        e is ParseException or SmtpCommandException { ErrorCode: not SmtpErrorCode.SenderNotAccepted, StatusCode: >= (SmtpStatusCode)500 };

    /// <summary>Whether it is the recipient's address that is not good.</summary>
    public static bool IsOfRecipient(Exception e) => e is SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted };

    /// <summary>Hands a mail to the server.</summary>
    public async Task SendAsync(MailText mail, CancellationToken cancellationToken)
    {
        await ConnectAsync(cancellationToken);
        using var message = new MimeMessage { Subject = mail.Subject, Date = mail.Date, Body = new BodyBuilder { TextBody = mail.Body, HtmlBody = mail.Html }.ToMessageBody() };
        message.MessageId = $"{mail.Id}@{options.From.Split('@')[^1]}";
        message.From.Add(new MailboxAddress(options.FromName, options.From));
        message.To.Add(MailboxAddress.Parse(mail.Recipient));
        if (mail.Unsubscribe is { } unsubscribe)
        {
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{unsubscribe}>");
            message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        await _server.SendAsync(message, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server.IsConnected)
        {
            await _server.DisconnectAsync(quit: true);
        }

        _server.Dispose();
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (_server.IsConnected)
        {
            return;
        }

        if (_unreachable is not null)
        {
            throw new IOException($"The mail server was not reached: {_unreachable.Message}", _unreachable);
        }

        try
        {
            await OpenAsync(cancellationToken);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            // The other mails of this conversation need not wait for the same.
            _unreachable = e;
            throw;
        }
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        const int TlsFromTheStart = 465;
        var security = options.Port == TlsFromTheStart ? SecureSocketOptions.SslOnConnect
            : options.AllowPlain ? SecureSocketOptions.StartTlsWhenAvailable
            : SecureSocketOptions.StartTls;
        await _server.ConnectAsync(options.Host, options.Port, security, cancellationToken);
        if (options.User.Length > 0)
        {
            await _server.AuthenticateAsync(options.User, options.Password, cancellationToken);
        }
    }
}
