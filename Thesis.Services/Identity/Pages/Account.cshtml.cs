using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using QRCoder;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Pages;

/// <summary>One's own account: password, second factor, sign-ins, organisations, requests to take part. Looking at it changes nothing.</summary>
[RequestSizeLimit(16_384)]
internal sealed class AccountModel(
    UserManager<Account> accounts, SignInManager<Account> signIn, Registration registration, SecondFactor second, Passkeys passkeys, PasswordCheck passwords,
    MembershipStore memberships, OrganisationStore organisations, SignInSessions sessions) : SignedInPage(accounts, sessions)
{
    private const int MostOrganisations = 50;

    private readonly UserManager<Account> _accounts = accounts;
    private readonly SignInSessions _sessions = sessions;

    [BindProperty(Name = "")]
    public SignUpForm Form { get; set; } = new();

    [BindProperty]
    public string? OldPassword { get; set; }

    [BindProperty]
    public string? NewPassword { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    /// <summary>The secret that the form with the code was shown with.</summary>
    [BindProperty, StringLength(4_000)]
    public string? SealedKey { get; set; }

    /// <summary>The sign-in to end.</summary>
    [BindProperty, StringLength(100)]
    public string? Session { get; set; }

    public IReadOnlyList<string> Roles { get; private set; } = [];

    public IReadOnlyList<MembershipRequest> Requests { get; private set; } = [];

    public IReadOnlyList<Organisation> Organisations { get; private set; } = [];

    public IReadOnlyList<OpenSession> Sessions { get; private set; } = [];

    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    public int PasskeyCount { get; private set; }

    public bool CodesAreMailed { get; private set; }

    public string Key { get; private set; } = "";

    /// <summary>An SVG of the key, base64.</summary>
    public string KeyImage { get; private set; } = "";

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

        await BeginAnewAsync(cancellationToken);
        Message = "Your password is changed. Whoever else was signed in has been signed out.";
        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostSignOutEverywhereAsync(CancellationToken cancellationToken)
    {
        await _sessions.EndAllAsync(Account, cancellationToken);
        await signIn.SignOutAsync();
        return RedirectToPage("/SignedOut");
    }

    public async Task<IActionResult> OnPostEndSessionAsync(CancellationToken cancellationToken)
    {
        var isEnded = ModelState.IsValid && Session is not null && await _sessions.EndAsync(Account.Id, Session, cancellationToken);
        Message = isEnded ? "That sign-in has ended." : "That sign-in had ended already.";
        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostCodeOnAsync(CancellationToken cancellationToken)
    {
        if (second.KeyOf(Account, SealedKey) is not { } key)
        {
            Faults.Add("code", "The key was shown too long ago. Here is a new one: put it into the app in the place of the old one.");
            return await ShowAsync(cancellationToken);
        }

        if (await second.TurnOnAsync(Account, key, Code ?? "", cancellationToken) is not { } codes)
        {
            (Key, Code) = (key, null);
            Faults.Add("code", "This code is not right. Check that the telephone's clock is, and enter the code it shows now.");
            return await ShowAsync(cancellationToken);
        }

        RecoveryCodes = codes;
        await SignInAnewAsync(cancellationToken);
        Message = "From now on signing in takes a code.";
        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostMailedCodesAsync(CancellationToken cancellationToken)
    {
        if (Account is not { Email: not null, EmailConfirmed: true })
        {
            Faults.Add("form", "Codes can only be mailed to an address that you have confirmed.");
            return await ShowAsync(cancellationToken);
        }

        await second.TurnOnMailAsync(Account, cancellationToken);
        await SignInAnewAsync(cancellationToken);
        Message = "From now on signing in takes a code that we mail you.";
        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostCodeOffAsync(CancellationToken cancellationToken)
    {
        if (await passwords.FindAsync(Account.UserName ?? "", OldPassword ?? "", cancellationToken) is null)
        {
            Faults.Add("oldPassword", "This is not your password.");
            return await ShowAsync(cancellationToken);
        }

        await second.TurnOffAsync(Account, cancellationToken);
        await SignInAnewAsync(cancellationToken);
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
        Account = await _accounts.FindByIdAsync(Account.Id) ?? Account;
        Roles = [.. await _accounts.GetRolesAsync(Account)];
        Requests = await memberships.OfAsync(Account.Id, cancellationToken);
        Organisations = await organisations.OfAsync(Account.Id, null, MostOrganisations, cancellationToken);
        Sessions = await _sessions.OfAsync(Account, cancellationToken);
        PasskeyCount = (await passkeys.OfAsync(Account)).Count;
        CodesAreMailed = Account.TwoFactorEnabled && !await second.HasAppAsync(Account);
        if (!Account.TwoFactorEnabled)
        {
            ShowKey();
        }

        return Shown();
    }

    private void ShowKey()
    {
        if (Key.Length == 0)
        {
            (Key, SealedKey) = second.NewKey(Account);
        }

        using var code = QRCodeGenerator.GenerateQrCode(SecondFactor.AddressOf(Account, Key), QRCodeGenerator.ECCLevel.M);
        using var image = new SvgQRCode(code);
        KeyImage = Convert.ToBase64String(Encoding.UTF8.GetBytes(image.GetGraphic(4)));
    }
}
