using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Thesis.Services.Identity.Data;

namespace Thesis.Services.Identity.Pages;

/// <summary>Where the link for a new password leads.</summary>
[RequestSizeLimit(16_384)]
internal sealed class ResetModel(Registration registration, IOptions<IdentityOptions> identity) : PageModel
{
    [BindProperty(SupportsGet = true), StringLength(100)]
    public string? Account { get; set; }

    [BindProperty(SupportsGet = true), StringLength(2000)]
    public string? Code { get; set; }

    [BindProperty, StringLength(200)]
    public string? Password { get; set; }

    public Faults Faults { get; } = new();

    public bool Done { get; private set; }

    public int LeastPassword => identity.Value.Password.RequiredLength;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid || Account is null || Code is null)
        {
            return Refuse("code", "This link was not copied whole.");
        }

        var errors = await registration.ResetAsync(Account, Code, Password ?? "", cancellationToken);
        if (errors.Any(error => error.Code == nameof(IdentityErrorDescriber.InvalidToken)))
        {
            return Refuse("code", "This link is older than a day, or was used before.");
        }

        if (errors is [var error, ..])
        {
            return Refuse("password", error.Description);
        }

        Done = true;
        return Page();
    }

    private PageResult Refuse(string field, string fault)
    {
        Faults.Add(field, fault);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
