using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpenIddict.Abstractions;
using QRCoder;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Pages;

/// <summary>A sign-in that goes on.</summary>
internal sealed record OpenSession(DateTimeOffset Since);

/// <summary>One's own account: password, second factor, sign-ins, requests to take part.</summary>
[RequestSizeLimit(16_384)]
internal sealed class AccountModel(
    UserManager<Account> accounts, SignInManager<Account> signIn, Registration registration, SecondFactor second, PasswordCheck passwords,
    MembershipStore memberships, IOpenIddictAuthorizationManager authorizations, TimeProvider time) : PageModel
{
    [BindProperty(Name = "")]
    public SignUpForm Form { get; set; } = new();

    [BindProperty]
    public string? OldPassword { get; set; }

    [BindProperty]
    public string? NewPassword { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public Account Account { get; private set; } = new();

    public IReadOnlyList<string> Roles { get; private set; } = [];

    public IReadOnlyList<MembershipRequest> Requests { get; private set; } = [];

    public IReadOnlyList<OpenSession> Sessions { get; private set; } = [];

    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    public string Key { get; private set; } = "";

    /// <summary>An SVG of the key, base64.</summary>
    public string KeyImage { get; private set; } = "";

    public string? Message { get; private set; }

    public Faults Faults { get; } = new();

    /// <summary>Whoever is not signed in signs in first.</summary>
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var session = await HttpContext.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (session.Principal is not { } principal || await accounts.GetUserAsync(principal) is not { } account)
        {
            context.Result = RedirectToPage("/SignIn", new { returnUrl = "/account" });
            return;
        }

        Account = account;
        await next();
    }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostPasswordAsync(CancellationToken cancellationToken)
    {
        var errors = await registration.ChangePasswordAsync(Account.Id, OldPassword ?? "", NewPassword ?? "", cancellationToken);
        if (errors is [var error, ..])
        {
            var isOld = error.Code == nameof(IdentityErrorDescriber.PasswordMismatch);
            Faults.Add(isOld ? "oldPassword" : "newPassword", isOld ? "This is not your password." : error.Description);
            return await ShowAsync(cancellationToken);
        }

        await SignInAnewAsync();
        Message = "Your password is changed. Whoever else was signed in has been signed out.";
        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostSignOutEverywhereAsync(CancellationToken cancellationToken)
    {
        await accounts.UpdateSecurityStampAsync(Account);
        await foreach (var authorization in authorizations.FindBySubjectAsync(Account.Id, cancellationToken))
        {
            await authorizations.TryRevokeAsync(authorization, cancellationToken);
        }

        await signIn.SignOutAsync();
        return RedirectToPage("/SignedOut");
    }

    public async Task<IActionResult> OnPostCodeOnAsync(CancellationToken cancellationToken)
    {
        if (await second.TurnOnAsync(Account, Code ?? "") is not { } codes)
        {
            Faults.Add("code", "This code is not right. Check that the telephone's clock is, and enter the code it shows now.");
            return await ShowAsync(cancellationToken);
        }

        RecoveryCodes = codes;
        await SignInAnewAsync();
        Message = "From now on signing in takes a code.";
        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostCodeOffAsync(CancellationToken cancellationToken)
    {
        if (await passwords.FindAsync(Account.UserName ?? "", OldPassword ?? "", cancellationToken) is null)
        {
            Faults.Add("oldPassword", "This is not your password.");
            return await ShowAsync(cancellationToken);
        }

        await second.TurnOffAsync(Account);
        await SignInAnewAsync();
        Message = "Signing in takes the password alone again.";
        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAskAsync(CancellationToken cancellationToken)
    {
        Form.CheckRequest(Faults);
        if (!Faults.Any)
        {
            var isNew = await registration.AskForRoleAsync(Account, Form.Stated, cancellationToken);
            Message = isNew ? "We look at your request and write to you." : "You have asked for this already; we write to you.";
        }

        return await ShowAsync(cancellationToken);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        Account = await accounts.FindByIdAsync(Account.Id) ?? Account;
        Roles = [.. await accounts.GetRolesAsync(Account)];
        Requests = await memberships.OfAsync(Account.Id, cancellationToken);
        Sessions = await SessionsAsync(cancellationToken);
        if (!Account.TwoFactorEnabled)
        {
            (Key, var address) = await second.KeyAsync(Account);
            using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
            using var image = new SvgQRCode(code);
            KeyImage = Convert.ToBase64String(Encoding.UTF8.GetBytes(image.GetGraphic(4)));
        }

        Response.StatusCode = Faults.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        return Page();
    }

    private async Task<IReadOnlyList<OpenSession>> SessionsAsync(CancellationToken cancellationToken)
    {
        const int Most = 20;
        var sessions = new List<OpenSession>();
        await foreach (var authorization in authorizations.FindBySubjectAsync(Account.Id, cancellationToken))
        {
            if (await authorizations.HasStatusAsync(authorization, OpenIddictConstants.Statuses.Valid, cancellationToken)
                && await authorizations.GetCreationDateAsync(authorization, cancellationToken) is { } since)
            {
                sessions.Add(new OpenSession(since));
            }
        }

        return [.. sessions.OrderByDescending(s => s.Since).Take(Most)];
    }

    /// <summary>What changes an account's stamp signs everybody out; this browser stays.</summary>
    private async Task SignInAnewAsync()
    {
        Account = await accounts.FindByIdAsync(Account.Id) ?? Account;
        await signIn.SignInAsync(Account, SignedIn.Now(time));
    }
}
