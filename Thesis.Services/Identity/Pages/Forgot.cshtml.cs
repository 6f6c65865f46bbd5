using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Pages;

/// <summary>Sends the link for a new password. The page says the same whether there is an account or not.</summary>
[RequestSizeLimit(16_384)]
internal sealed class ForgotModel(Registration registration) : PageModel
{
    [BindProperty]
    public string? Email { get; set; }

    public Faults Faults { get; } = new();

    public bool Done { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Email = Email?.Trim();
        if (!SignUpRules.IsEmail(Email))
        {
            Faults.Add("email", "This is no e-mail address: it must look like name@example.org.");
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        await registration.ForgotAsync(Email ?? "", cancellationToken);
        Done = true;
        return Page();
    }
}
