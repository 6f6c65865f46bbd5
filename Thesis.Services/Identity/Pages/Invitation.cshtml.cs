using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Identity.Pages;

/// <summary>Where the link of an invitation leads. It takes a click: programs that look into mails open links too.</summary>
[RequestSizeLimit(16_384)]
internal sealed class InvitationModel(
    InvitationAcceptance acceptance, UserManager<Account> accounts, SignInSessions sessions, IOptions<IdentityOptions> identity) : PageModel
{
    [BindProperty(SupportsGet = true), StringLength(2000)]
    public string? Code { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public Faults Faults { get; } = new();

    /// <summary>Who is signed in here; null when nobody is.</summary>
    public Account? Account { get; private set; }

    public Invitation? Invitation { get; private set; }

    public Organisation? Organisation { get; private set; }

    public bool IsAccepted { get; private set; }

    public int LeastPassword => identity.Value.Password.RequiredLength;

    public string Here => Request.GetEncodedPathAndQuery();

    /// <summary>"a manager of Park's Bakery", as the mail said it.</summary>
    public string Part => Invitation?.Role == PlaceRoles.Manager ? "run it together with others" : "help there";

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var session = await HttpContext.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        Account = session.Principal is null ? null : await accounts.GetUserAsync(session.Principal);
        if (ModelState.IsValid && await acceptance.FindAsync(Code, HttpContext.RequestAborted) is var (invitation, organisation))
        {
            (Invitation, Organisation) = (invitation, organisation);
            await next();
            return;
        }

        Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Result = Page();
    }

    /// <summary>Accepts with the account that is signed in.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        Account is null ? Page() : Show(await acceptance.AcceptAsync(Code, Account.Id, cancellationToken));

    /// <summary>Accepts with a new account.</summary>
    public async Task<IActionResult> OnPostNewAsync(CancellationToken cancellationToken)
    {
        var account = new Account
        {
            Id = $"user-{Guid.NewGuid():n}",
            UserName = Invitation?.Email,
            Email = Invitation?.Email,
            DisplayName = (Name ?? "").Trim(),
            LockoutEnabled = true,
        };
        Faults.Add("name", SignUpForm.Sentence("Your name", TextRules.Fault(Name, 1, SignUpRules.MostName)));
        Faults.Add("password", await accounts.PasswordFaultAsync(account, Password ?? ""));
        if (Faults.Any)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        var outcome = await acceptance.AcceptAsNewAsync(Code, account, Password ?? "", cancellationToken);
        if (outcome == Acceptance.Accepted)
        {
            await sessions.BeginAsync(account, Request.Headers.UserAgent.ToString(), "pwd", cancellationToken);
        }

        return Show(outcome);
    }

    private PageResult Show(Acceptance outcome)
    {
        IsAccepted = outcome == Acceptance.Accepted;
        Response.StatusCode = IsAccepted ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        switch (outcome)
        {
            case Acceptance.Gone:
                Invitation = null;
                break;
            case Acceptance.OwnInvitation:
                Faults.Add("form", "You have sent this invitation yourself: somebody else has to accept it.");
                break;
            case Acceptance.HasAccount:
                Faults.Add("form", "This address has an account already: sign in with it to accept.");
                break;
        }

        return Page();
    }
}
