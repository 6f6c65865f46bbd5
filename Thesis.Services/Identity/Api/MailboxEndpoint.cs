using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Mail;

namespace Thesis.Services.Identity.Api;

/// <summary>A mail that was written where no mail server is configured.</summary>
internal sealed record MailResponse(string To, string Subject, string Body, DateTimeOffset CreatedAt);

/// <summary>Where no mail server is configured: what would have been sent, for administrators.</summary>
internal static class MailboxEndpoint
{
    private const int Most = 100;

    public static async Task<Ok<IReadOnlyList<MailResponse>>> ListAsync(MailStore store, CancellationToken cancellationToken)
    {
        var mails = await store.ListAsync(Most, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<MailResponse>>([.. mails.Select(mail => new MailResponse(mail.Recipient, mail.Subject, mail.Body, mail.CreatedAt))]);
    }
}
