using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Identity.Pages;

/// <summary>One's own passkeys: add, name, remove.</summary>
[RequestSizeLimit(65_536)]
internal sealed class PasskeysModel(UserManager<Account> accounts, Passkeys passkeys, SignInSessions sessions)
    : SignedInPage(accounts, sessions), IUsesPasskeys
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty, StringLength(20_000)]
    public string? Credential { get; set; }

    [BindProperty, StringLength(4_000)]
    public string? Ticket { get; set; }

    [BindProperty, StringLength(2_000)]
    public string? Id { get; set; }

    public IReadOnlyList<UserPasskeyInfo> Known { get; private set; } = [];

    public static string IdOf(UserPasskeyInfo passkey) => Base64Url.EncodeToString(passkey.CredentialId);

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    /// <summary>What the browser is to make.</summary>
    public async Task<IActionResult> OnPostOptionsAsync() => new JsonResult(await passkeys.AskForNewAsync(Account, HttpContext));

    /// <summary>What it made.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var name = Name?.Trim() is { Length: > 0 } given ? given : "Passkey";
        Faults.Add("name", SignUpForm.Sentence("The name", TextRules.Fault(name, 1, Passkeys.MostName)));
        if (!Faults.Any)
        {
            var isAdded = ModelState.IsValid && await passkeys.AddAsync(Account, Ticket, Credential, name, HttpContext, cancellationToken);
            Faults.Add("form", isAdded ? null : $"No passkey was added. Try again; an account may have {Passkeys.Most}.");
            Message = isAdded ? "You can now sign in with it." : null;
            Name = isAdded ? null : Name;
        }

        return await ShowAsync();
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancellationToken)
    {
        if (ModelState.IsValid && Id is not null && Base64Url.IsValid(Id))
        {
            await passkeys.RemoveAsync(Account, Base64Url.DecodeFromChars(Id), cancellationToken);
            Message = "It no longer signs in.";
        }

        return await ShowAsync();
    }

    private async Task<IActionResult> ShowAsync()
    {
        Known = await passkeys.OfAsync(Account);
        return Shown();
    }
}
