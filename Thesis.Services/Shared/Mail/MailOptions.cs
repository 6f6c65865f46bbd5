using System.ComponentModel.DataAnnotations;

namespace Thesis.Services.Shared.Mail;

/// <summary>The mail server (section <c>Mail</c>). Without a host nothing is sent: mails stay in a mailbox that administrators read.</summary>
public sealed class MailOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Mail";

    /// <summary>The SMTP server's name; empty for none.</summary>
    public string Host { get; init; } = "";

    /// <summary>587 with STARTTLS, 465 with TLS from the start.</summary>
    [Range(1, 65535)]
    public int Port { get; init; } = 587;

    /// <summary>Who signs in at the server; empty where it asks nobody.</summary>
    public string User { get; init; } = "";

    /// <summary>Their password.</summary>
    public string Password { get; init; } = "";

    /// <summary>Lets mails go out unencrypted where the server offers nothing else: on this machine only.</summary>
    public bool AllowPlain { get; init; }

    /// <summary>The sender's address.</summary>
    [Required, EmailAddress]
    public string From { get; init; } = "no-reply@thesis.invalid";

    /// <summary>The sender's name.</summary>
    [Required]
    public string FromName { get; init; } = "thesis";

    /// <summary>Whether mails go out.</summary>
    public bool IsConfigured => Host.Length > 0;
}
