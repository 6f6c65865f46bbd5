using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Pages;

/// <summary>Signs in with a code that is mailed. The page says the same whether the address has an account or not.</summary>
[RequestSizeLimit(16_384)]
internal sealed class MailedCodeModel(
    MailedCodes mailed, SecondFactor second, UserManager<Account> accounts, SignInManager<Account> signIn, SignInSessions sessions) : SignInPage(second, signIn, sessions)
{
    private readonly SecondFactor _second = second;

    [BindProperty, StringLength(SignUpRules.MostEmail)]
    public string? Email { get; set; }

    public Faults Faults { get; } = new();

    /// <summary>The form for the mailed code; null on the first form.</summary>
    public CodeForm? FirstForm { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Email = Email?.Trim();
        if (!SignUpRules.IsEmail(Email) || Email is null)
        {
            Faults.Add("email", "This is no e-mail address: it must look like name@example.org.");
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        var known = await accounts.FindByNameAsync(Email);
        var afterPassword = known is { TwoFactorEnabled: true } && !await _second.HasAppAsync(known);
        FirstForm = Form(await mailed.SendForSignInAsync(Email, afterPassword, cancellationToken), refused: false);
        return Page();
    }

    /// <summary>The code that was mailed.</summary>
    public async Task<IActionResult> OnPostMailedAsync(CancellationToken cancellationToken)
    {
        var account = ModelState.IsValid && Ticket is not null && Code is not null ? await mailed.FindAsync(Ticket, Code, cancellationToken) : null;
        if (account is null || !await SignIns.CanSignInAsync(account))
        {
            FirstForm = Ticket is null ? null : Form(Ticket, refused: true);
            return Refuse();
        }

        return account.TwoFactorEnabled ? await AskForCodeAsync(account, cancellationToken) : await LetInAsync(account, "otp");
    }

    private CodeForm Form(string ticket, bool refused) => new(ticket, ReturnUrl, "/account/code?handler=Mailed", IsMailed: true, refused);
}
