using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.Contracts;
using Thesis.Contracts.Notifications.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Data;
using Thesis.Services.Notifications.Domain;
using Thesis.Services.Notifications.Messaging;
using Thesis.Services.Shared.Mail;

namespace Thesis.Services.Notifications.Api;

/// <summary>
/// Where the link in a mail leads. Opening it only asks, for programs that check links open them too; the button, and a mailbox's
/// own (RFC 8058), send the form that unsubscribes.
/// </summary>
public static class UnsubscribePage
{
    private const string Fallback = "en";

    public static async Task<ContentHttpResult> AskAsync(string token, UnsubscribeLinks links, PersonStore people, PublicLinks front, CancellationToken cancellationToken)
    {
        if (await links.ReadAsync(token, cancellationToken) is not { } about)
        {
            return Wrong(front);
        }

        var language = await people.LanguageAsync(about.UserId, cancellationToken);
        return Html(language, "unsubscribe.ask", about.Kind, $"""
            <form method="post"><button style="padding:12px 20px;border:0;border-radius:8px;background:#1c6b4a;color:#ffffff;font:inherit">{MailPage.Encode(NoticeTexts.Say("mail.stop", language).Title)}</button></form>
            """, front);
    }

    public static async Task<ContentHttpResult> UnsubscribeAsync(
        string token, UnsubscribeLinks links, PersonStore people, PublicLinks front, CommandContext command, CancellationToken cancellationToken)
    {
        if (await links.ReadAsync(token, cancellationToken) is not { } about)
        {
            return Wrong(front);
        }

        var language = await people.LanguageAsync(about.UserId, cancellationToken);
        await command.OpenAsync(NotificationsModule.Schema, Actor.System("unsubscribe-link"), cancellationToken);
        await PersonStore.UnsubscribeAsync(command, about, cancellationToken);
        command.Publish(
            Topics.NotificationsUnsubscribed, SubjectKey.Of(about.UserId), new NotificationsUnsubscribed { UserId = about.UserId, Kind = about.Kind, Channel = about.Channel });
        command.Audit("notifications.unsubscribed", about.UserId, new { about.Kind, about.Channel });
        await command.CommitAsync(cancellationToken);
        return Html(language, "unsubscribe.done", about.Kind, "", front);
    }

    private static ContentHttpResult Wrong(PublicLinks front) => Html(Fallback, "unsubscribe.wrong", "", "", front, StatusCodes.Status404NotFound);

    private static ContentHttpResult Html(string language, string text, string kind, string content, PublicLinks front, int status = StatusCodes.Status200OK)
    {
        var (title, body) = NoticeTexts.Say(text, language, kind);
        var choose = $"""<p><a href="{MailPage.Encode(front.To("/notifications").ToString())}">{MailPage.Encode(NoticeTexts.Say("mail.choose", language).Title)}</a></p>""";
        return TypedResults.Content(MailPage.Page(language, title, $"<p>{MailPage.Encode(body)}</p>{content}{choose}"), "text/html; charset=utf-8", statusCode: status);
    }
}
