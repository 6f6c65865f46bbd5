using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Thesis.Services.Identity.Pages;

/// <summary>
/// Ends the sign-in at the provider. At once when the client shows the id_token of who is signed in, which no other site
/// has; otherwise only after a click.
/// </summary>
internal sealed class SignOutModel(SignInManager<Account> signIn, SignInSessions sessions) : PageModel
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public string? Problem { get; private set; }

    public string? Account { get; private set; }

    /// <summary>What the client asked, to be asked again by the form.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Parameters => Request.Query.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value.ToString()));

    public async Task<IActionResult> OnGetAsync()
    {
        if (HttpContext.GetOpenIddictServerResponse() is { Error: { } error } refusal)
        {
            Problem = refusal.ErrorDescription ?? error;
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        var session = (await HttpContext.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Principal;
        var hint = (await HttpContext.AuthenticateAsync(Scheme)).Principal;
        if (session is null || hint?.GetClaim(Claims.Subject) == signIn.UserManager.GetUserId(session))
        {
            return await OnPostAsync();
        }

        Account = signIn.UserManager.GetUserName(session);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var session = await HttpContext.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (session.Principal is { } principal && signIn.UserManager.GetUserId(principal) is { } account && SignedIn.Session(session.Properties) is { } id)
        {
            await sessions.EndAsync(account, id, HttpContext.RequestAborted);
        }

        await signIn.SignOutAsync();
        // OpenIddict goes to the client's post_logout_redirect_uri when the request has one, else here.
        return SignOut(new AuthenticationProperties { RedirectUri = Url.Page("/SignedOut") }, Scheme);
    }
}
