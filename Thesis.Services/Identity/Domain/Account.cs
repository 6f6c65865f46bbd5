using Microsoft.AspNetCore.Identity;

namespace Thesis.Services.Identity.Domain;

/// <summary>A person's account. Its id is the <c>sub</c> of every token, and domain data refers to it.</summary>
internal sealed class Account : IdentityUser
{
    /// <summary>What other people see, e.g. "Donor 3".</summary>
    public string DisplayName { get; set; } = "";
}
