using System.Globalization;
using Microsoft.AspNetCore.Authentication;

namespace Thesis.Services.Identity.Domain;

/// <summary>When somebody gave a password; kept beside the cookie's claims, as those are renewed.</summary>
internal static class SignedIn
{
    private const string Item = "thesis.signed_in_at";

    public static AuthenticationProperties Now(TimeProvider time) => new()
    {
        Items = { [Item] = time.GetUtcNow().ToString("o", CultureInfo.InvariantCulture) },
    };

    public static DateTimeOffset? At(AuthenticationProperties? properties) =>
        properties?.Items.TryGetValue(Item, out var text) == true && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at) ? at : null;
}
