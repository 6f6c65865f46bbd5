using Microsoft.AspNetCore.Identity;

namespace Thesis.Services.Identity.Domain;

/// <summary>A person's account. Its id is the <c>sub</c> of every token, and domain data refers to it.</summary>
internal sealed class Account : IdentityUser
{
    /// <summary>A lock that no wrong password sets and no waiting ends.</summary>
    public static readonly DateTimeOffset SuspendedUntil = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What other people see, e.g. "Donor 3".</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>How often it was locked since its owner last signed in; each time it is locked for longer.</summary>
    public int Lockouts { get; set; }

    /// <summary>Whether an administrator keeps it out.</summary>
    public bool IsSuspended => LockoutEnd >= SuspendedUntil;
}
