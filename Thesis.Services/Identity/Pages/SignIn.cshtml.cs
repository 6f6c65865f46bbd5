using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Pages;

/// <summary>Asks for the account and its password, and for a code where the account wants one; or for a passkey.</summary>
[RequestSizeLimit(32_768)]
internal sealed class SignInModel(
    PasswordCheck passwords, SecondFactor second, Passkeys passkeys, Registration registration, SignInManager<Account> signIn, SignInSessions sessions,
    IOptions<ProviderOptions> options) : SignInPage(second, signIn, sessions), IUsesPasskeys
{
    [BindProperty, StringLength(254)]
    public string? Login { get; set; }

    [BindProperty, StringLength(200)]
    public string? Password { get; set; }

    /// <summary>What the browser's passkey said.</summary>
    [BindProperty, StringLength(20_000)]
    public string? Credential { get; set; }

    public bool PasskeyRefused { get; private set; }

    /// <summary>The password was right, but the address is not confirmed: the link is on its way again.</summary>
    public bool MustVerify { get; private set; }

    public int LockoutAfter => options.Value.LockoutAfter;

    public bool HasDemoAccounts => options.Value.DemoPassword is { Length: > 0 };

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var account = ModelState.IsValid && Login is not null && Password is not null
            ? await passwords.FindAsync(Login.Trim(), Password, cancellationToken)
            : null;
        if (account is null || !await SignIns.CanSignInAsync(account))
        {
            return Refuse();
        }

        if (account is { Email: not null, EmailConfirmed: false })
        {
            await registration.VerifyAgainAsync(account, cancellationToken);
            MustVerify = true;
            return Page();
        }

        return account.TwoFactorEnabled ? await AskForCodeAsync(account, cancellationToken) : await LetInAsync(account, "pwd");
    }

    /// <summary>What the browser is to show.</summary>
    public async Task<IActionResult> OnPostPasskeyOptionsAsync() => new JsonResult(await passkeys.AskAsync(HttpContext));

    /// <summary>A passkey in the place of password and code.</summary>
    public async Task<IActionResult> OnPostPasskeyAsync()
    {
        var account = ModelState.IsValid ? await passkeys.FindAsync(Ticket, Credential, HttpContext) : null;
        if (account is null || !await SignIns.CanSignInAsync(account))
        {
            (PasskeyRefused, Ticket) = (true, null);
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Page();
        }

        return await LetInAsync(account, "hwk");
    }
}
