using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Thesis.Services.Shared.Mail;

/// <summary>Sends mails by the configured SMTP server.</summary>
public sealed class Mailer(IOptions<MailOptions> options)
{
    /// <summary>Whether there is a server to send by.</summary>
    public bool IsConfigured => options.Value.IsConfigured;

    /// <summary>A conversation with the server; it begins with the first mail.</summary>
    public SmtpSession Open() => new(options.Value);
}

/// <summary>Registration of the mailer.</summary>
public static class MailerExtensions
{
    /// <summary>Adds the mailer and the links that mails hold, once however often it is called.</summary>
    public static IServiceCollection AddMailer(this IServiceCollection services)
    {
        services.AddOptions<MailOptions>().BindConfiguration(MailOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<Mailer>();
        services.TryAddSingleton<PublicLinks>();
        return services;
    }
}
