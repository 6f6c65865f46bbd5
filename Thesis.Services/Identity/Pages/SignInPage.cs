using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Pages;

/// <summary>A page that signs in, and asks for a code where the account wants one.</summary>
internal abstract class SignInPage(SecondFactor second, SignInManager<Account> signIn, SignInSessions sessions) : PageModel
{
    /// <summary>What the page before the code found out, sealed; null on the first form.</summary>
    [BindProperty, StringLength(4_000)]
    public string? Ticket { get; set; }

    [BindProperty, StringLength(40)]
    public string? Code { get; set; }

    /// <summary>Where to go on; a path of this site.</summary>
    [BindProperty(SupportsGet = true), StringLength(4_000)]
    public string? ReturnUrl { get; set; }

    public bool Refused { get; private set; }

    /// <summary>The form for the code that follows; null on other forms.</summary>
    public CodeForm? SecondForm { get; private set; }

    protected SignInManager<Account> SignIns => signIn;

    /// <summary>The second form: the code.</summary>
    public async Task<IActionResult> OnPostCodeAsync(CancellationToken cancellationToken)
    {
        var account = ModelState.IsValid && Ticket is not null && Code is not null ? await second.FindAsync(Ticket, Code, cancellationToken) : null;
        if (account is not null)
        {
            return await LetInAsync(account, "mfa");
        }

        if (Ticket is not null)
        {
            SecondForm = new CodeForm(Ticket, ReturnUrl, "/account/sign-in?handler=Code", await second.HolderAsync(Ticket) is { } holder && !await second.HasAppAsync(holder), Refused: true);
        }

        return Refuse();
    }

    protected async Task<IActionResult> AskForCodeAsync(Account account, CancellationToken cancellationToken)
    {
        SecondForm = new CodeForm(await second.AskAsync(account, cancellationToken), ReturnUrl, "/account/sign-in?handler=Code", !await second.HasAppAsync(account), Refused: false);
        return Page();
    }

    protected PageResult Refuse()
    {
        Refused = true;
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Page();
    }

    /// <param name="method">How they proved who they are (RFC 8176).</param>
    protected async Task<IActionResult> LetInAsync(Account account, string method)
    {
        await sessions.BeginAsync(account, Request.Headers.UserAgent.ToString(), method, HttpContext.RequestAborted);
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
    }
}

/// <summary>Asks for a code.</summary>
/// <param name="Action">Where it is sent.</param>
/// <param name="IsMailed">Whether the code is in the mailbox; else an app shows it.</param>
internal sealed record CodeForm(string Ticket, string? ReturnUrl, string Action, bool IsMailed, bool Refused);
