using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Thesis.Services.Identity.Data;

namespace Thesis.Services.Identity.Pages;

/// <summary>Where the link of the first mail leads. It takes a click: programs that look into mails open links too.</summary>
[RequestSizeLimit(16_384)]
internal sealed class VerifyModel(Registration registration) : PageModel
{
    [BindProperty(SupportsGet = true), StringLength(100)]
    public string? Account { get; set; }

    [BindProperty(SupportsGet = true), StringLength(2000)]
    public string? Code { get; set; }

    /// <summary>Null before the click.</summary>
    public bool? IsVerified { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        IsVerified = ModelState.IsValid && Account is not null && Code is not null && await registration.VerifyAsync(Account, Code, cancellationToken);
        if (IsVerified == false)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        return Page();
    }
}
