using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Pages;

/// <summary>Asks for the account and its password.</summary>
[RequestSizeLimit(16_384)]
internal sealed class SignInModel(PasswordCheck passwords, SignInManager<Account> signIn, IOptions<ProviderOptions> options, TimeProvider time) : PageModel
{
    [BindProperty, StringLength(100)]
    public string? Login { get; set; }

    [BindProperty, StringLength(200)]
    public string? Password { get; set; }

    /// <summary>Where to go on; a path of this site.</summary>
    [BindProperty(SupportsGet = true), StringLength(4000)]
    public string? ReturnUrl { get; set; }

    public bool Refused { get; private set; }

    public int LockoutAfter => options.Value.LockoutAfter;

    public bool HasDemoAccounts => options.Value.DemoPassword is { Length: > 0 };

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var account = ModelState.IsValid && Login is not null && Password is not null
            ? await passwords.FindAsync(Login.Trim(), Password, cancellationToken)
            : null;
        if (account is null || !await signIn.CanSignInAsync(account))
        {
            Refused = true;
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Page();
        }

        await signIn.SignInAsync(account, SignedIn.Now(time), authenticationMethod: "pwd");
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
    }
}
