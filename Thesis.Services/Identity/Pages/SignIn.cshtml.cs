using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Pages;

/// <summary>Asks for the account and its password, and for a code where the account wants one.</summary>
[RequestSizeLimit(16_384)]
internal sealed class SignInModel(
    PasswordCheck passwords, SecondFactor second, Registration registration, SignInManager<Account> signIn, IOptions<ProviderOptions> options, TimeProvider time) : PageModel
{
    [BindProperty, StringLength(254)]
    public string? Login { get; set; }

    [BindProperty, StringLength(200)]
    public string? Password { get; set; }

    /// <summary>Says whose password was right; null on the first form.</summary>
    [BindProperty, StringLength(2000)]
    public string? Ticket { get; set; }

    [BindProperty, StringLength(40)]
    public string? Code { get; set; }

    /// <summary>Where to go on; a path of this site.</summary>
    [BindProperty(SupportsGet = true), StringLength(4000)]
    public string? ReturnUrl { get; set; }

    public bool Refused { get; private set; }

    /// <summary>The password was right, but the address is not confirmed: the link is on its way again.</summary>
    public bool MustVerify { get; private set; }

    public int LockoutAfter => options.Value.LockoutAfter;

    public bool HasDemoAccounts => options.Value.DemoPassword is { Length: > 0 };

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var account = ModelState.IsValid && Login is not null && Password is not null
            ? await passwords.FindAsync(Login.Trim(), Password, cancellationToken)
            : null;
        if (account is null || !await signIn.CanSignInAsync(account))
        {
            return Refuse();
        }

        if (account is { Email: not null, EmailConfirmed: false })
        {
            await registration.VerifyAgainAsync(account, cancellationToken);
            MustVerify = true;
            return Page();
        }

        if (account.TwoFactorEnabled)
        {
            Ticket = second.Ticket(account);
            return Page();
        }

        return await LetInAsync(account, "pwd");
    }

    /// <summary>The second form: the code.</summary>
    public async Task<IActionResult> OnPostCodeAsync(CancellationToken cancellationToken)
    {
        var account = ModelState.IsValid && Ticket is not null && Code is not null ? await second.FindAsync(Ticket, Code, cancellationToken) : null;
        return account is null ? Refuse() : await LetInAsync(account, "mfa");
    }

    private PageResult Refuse()
    {
        Refused = true;
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Page();
    }

    private async Task<IActionResult> LetInAsync(Account account, string method)
    {
        await signIn.SignInAsync(account, SignedIn.Now(time), method);
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
    }
}
