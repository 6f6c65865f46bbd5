using System.Net;
using Thesis.Services.Notifications.Domain;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>A notification as a mail shows it: plain, readable without pictures or colours, in the person's language and direction.</summary>
public static class MailPage
{
    /// <summary>The text part.</summary>
    public static string Text(Notification notification, string language, Uri open, Uri stop, Uri choose) => $"""
        {notification.Body}

        {open}

        --
        {NoticeTexts.Say("mail.why", language, notification.Kind).Body}
        {NoticeTexts.Say("mail.stop", language).Title}: {stop}
        {NoticeTexts.Say("mail.choose", language).Title}: {choose}

        """;

    /// <summary>The HTML part, which says the same.</summary>
    public static string Html(Notification notification, string language, Uri open, Uri stop, Uri choose) => Page(language, notification.Title, $"""
        <p>{Encode(notification.Body)}</p>
        <p><a href="{Encode(open.ToString())}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#1c6b4a;color:#ffffff;text-decoration:none">{Encode(NoticeTexts.Say("mail.open", language).Title)}</a></p>
        <hr style="border:0;border-top:1px solid #c9d1cc">
        <p style="font-size:14px">{Encode(NoticeTexts.Say("mail.why", language, notification.Kind).Body)}<br>
        <a href="{Encode(stop.ToString())}">{Encode(NoticeTexts.Say("mail.stop", language).Title)}</a> · <a href="{Encode(choose.ToString())}">{Encode(NoticeTexts.Say("mail.choose", language).Title)}</a></p>
        """);

    /// <summary>A page of its own with a heading.</summary>
    public static string Page(string language, string title, string content) => $"""
        <!doctype html>
        <html lang="{Encode(language)}" dir="{(language.StartsWith("ar", StringComparison.Ordinal) ? "rtl" : "ltr")}">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light"><title>{Encode(title)}</title></head>
        <body style="margin:0;padding:24px;background:#ffffff;color:#17211c;font:16px/1.5 system-ui,sans-serif"><main style="max-width:560px;margin:0 auto">
        <h1 style="font-size:22px;line-height:1.3">{Encode(title)}</h1>
        {content}
        </main></body></html>
        """;

    internal static string Encode(string text) => WebUtility.HtmlEncode(text);
}
