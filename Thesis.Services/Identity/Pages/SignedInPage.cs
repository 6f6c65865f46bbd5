using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Pages;

/// <summary>A page of one's own account: whoever is not signed in signs in first.</summary>
internal abstract class SignedInPage(UserManager<Account> accounts, SignInSessions sessions) : PageModel
{
    public Account Account { get; protected set; } = new();

    /// <summary>The session of this browser.</summary>
    public string CurrentSession { get; private set; } = "";

    public string? Message { get; protected set; }

    public Faults Faults { get; } = new();

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var session = await HttpContext.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (session.Principal is not { } principal || await accounts.GetUserAsync(principal) is not { } account)
        {
            context.Result = RedirectToPage("/SignIn", new { returnUrl = Request.Path.Value });
            return;
        }

        (Account, CurrentSession) = (account, SignedIn.Session(session.Properties) ?? "");
        await next();
    }

    /// <summary>What changes how one signs in ends all sign-ins; this browser stays.</summary>
    protected async Task SignInAnewAsync(CancellationToken cancellationToken)
    {
        await sessions.EndAllAsync(Account, cancellationToken);
        await BeginAnewAsync(cancellationToken);
    }

    /// <summary>Signs this browser in again after all sign-ins were ended.</summary>
    protected async Task BeginAnewAsync(CancellationToken cancellationToken)
    {
        Account = await accounts.FindByIdAsync(Account.Id) ?? Account;
        await sessions.BeginAsync(Account, Request.Headers.UserAgent.ToString(), null, cancellationToken);
    }

    /// <summary>The page with its status: 400 when something is wrong with the form.</summary>
    protected PageResult Shown()
    {
        Response.StatusCode = Faults.Any ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        return Page();
    }
}
