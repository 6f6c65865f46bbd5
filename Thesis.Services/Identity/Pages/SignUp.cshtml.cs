using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Identity.Pages;

/// <summary>What the form asks.</summary>
internal sealed class SignUpForm
{
    public string? Role { get; set; }

    public string? Name { get; set; }

    public string? Organisation { get; set; }

    public string? Region { get; set; }

    public string? Phone { get; set; }

    public string? Statement { get; set; }

    public string? Email { get; set; }

    public string? Password { get; set; }

    /// <summary>What is stated, without the account's name, address and password.</summary>
    public SignUp Stated => new(
        Role ?? "", (Name ?? "").Trim(), (Email ?? "").Trim(), Password ?? "", (Organisation ?? "").Trim(), Slug, (Phone ?? "").Trim(), (Statement ?? "").Trim());

    /// <summary>The region as addresses have it: people write "Los Angeles" too.</summary>
    private string Slug => string.Join('-', (Region ?? "").Split((char[])[' ', '\u00a0', '_', '-'], StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();

    /// <summary>Notes what is wrong with the request to take part.</summary>
    public void CheckRequest(Faults faults)
    {
        var isRole = SignUpRules.OpenRoles.Contains(Role);
        faults.Add("role", isRole ? null : "Say what you want to do.");
        faults.Add("organisation", isRole ? Sentence("The organisation", SignUpRules.OrganisationFault(Role ?? "", Organisation)) : null);
        faults.Add("region", Sentence("The region", Place.IsRegion(Slug) ? null : Place.RegionForm));
        faults.Add("phone", Sentence("This", SignUpRules.PhoneFault(Phone)));
        faults.Add("statement", Sentence("This", TextRules.Fault(Statement, 0, SignUpRules.MostStatement)));
    }

    internal static string? Sentence(string subject, string? fault) => fault is null ? null : $"{subject} {fault}.";
}

/// <summary>Asks a newcomer who they are and what they want to do.</summary>
[RequestSizeLimit(32_768)]
internal sealed class SignUpModel(Registration registration, UserManager<Account> accounts, IOptions<IdentityOptions> identity) : PageModel
{
    public static IReadOnlyList<(string Role, string Words)> RoleWords { get; } =
    [
        (Roles.Donor, "give food that is left over"),
        (Roles.Ngo, "receive food for a charity"),
        (Roles.Driver, "drive food from one to the other"),
    ];

    [BindProperty(Name = "")]
    public SignUpForm Form { get; set; } = new();

    public Faults Faults { get; } = new();

    public bool Done { get; private set; }

    public int LeastPassword => identity.Value.Password.RequiredLength;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Form.CheckRequest(Faults);
        Faults.Add("name", SignUpForm.Sentence("Your name", TextRules.Fault(Form.Name, 1, SignUpRules.MostName)));
        Faults.Add("email", SignUpRules.IsEmail(Form.Email?.Trim()) ? null : "This is no e-mail address: it must look like name@example.org.");
        var stated = Form.Stated;
        Faults.Add("password", await accounts.PasswordFaultAsync(new Account { UserName = stated.Email, Email = stated.Email, DisplayName = stated.Name }, stated.Password));
        if (Faults.Any)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        await registration.SignUpAsync(stated, cancellationToken);
        Done = true;
        return Page();
    }
}
