using System.Globalization;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Thesis.Services.Identity.Domain;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Thesis.Services.Identity.Pages;

/// <summary>
/// Gives a client a code for who is signed in, or has them sign in first. Only our own clients exist, so consent is given by
/// signing in. A page is seen only when the request is wrong in a way that cannot be told to the client.
/// </summary>
internal sealed class AuthorizeModel(UserManager<Account> accounts, TimeProvider time) : PageModel
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;
    /// <summary>When this browser was sent to the form; what came before does not count as signing in again.</summary>
    private const string AskedAt = nameof(AskedAt);

    public string Problem { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync()
    {
        if (HttpContext.GetOpenIddictServerResponse() is { Error: { } error } refusal)
        {
            Problem = refusal.ErrorDescription ?? error;
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        var request = HttpContext.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict passed on something that is no authorization request.");
        var session = await HttpContext.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        var account = session.Principal is null ? null : await accounts.GetUserAsync(session.Principal);
        var signedInAt = SignedIn.At(session.Properties);
        if (account is null || MustSignInAgain(request, signedInAt))
        {
            return request.HasPromptValue(PromptValues.None) ? LoginRequired() : ToSignIn();
        }

        var roles = await accounts.GetRolesAsync(account);
        return SignIn(TokenClaims.OfPerson(account, roles, request.GetScopes(), signedInAt, SignedIn.Session(session.Properties) ?? ""), Scheme);
    }

    private bool MustSignInAgain(OpenIddictRequest request, DateTimeOffset? signedInAt)
    {
        var askedAtTicks = TempData[AskedAt] is string text ? long.Parse(text, CultureInfo.InvariantCulture) : long.MaxValue;
        return (request.HasPromptValue(PromptValues.Login) && !(signedInAt?.UtcTicks >= askedAtTicks))
            || (request.MaxAge is { } seconds && !(time.GetUtcNow() - signedInAt <= TimeSpan.FromSeconds(seconds)));
    }

    private RedirectToPageResult ToSignIn()
    {
        TempData[AskedAt] = time.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture);
        return RedirectToPage("/SignIn", new { returnUrl = Request.GetEncodedPathAndQuery() });
    }

    private ForbidResult LoginRequired() => Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.LoginRequired,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "Nobody is signed in.",
        }),
        Scheme);
}
