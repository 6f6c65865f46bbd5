using System.Globalization;
using Microsoft.AspNetCore.Authentication;

namespace Thesis.Services.Identity.Domain;

/// <summary>When somebody signed in and in which session; kept beside the cookie's claims, as those are renewed.</summary>
internal static class SignedIn
{
    private const string AtItem = "thesis.signed_in_at";
    private const string SessionItem = "thesis.session";

    public static AuthenticationProperties Now(DateTimeOffset now, string session) => new()
    {
        Items = { [AtItem] = now.ToString("o", CultureInfo.InvariantCulture), [SessionItem] = session },
    };

    public static DateTimeOffset? At(AuthenticationProperties? properties) =>
        properties?.Items.TryGetValue(AtItem, out var text) == true && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at) ? at : null;

    public static string? Session(AuthenticationProperties? properties) => properties?.Items.TryGetValue(SessionItem, out var session) == true ? session : null;
}
