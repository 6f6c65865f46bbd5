using System.Text.RegularExpressions;
using MimeKit;
using Thesis.ServiceDefaults;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Identity.Domain;

/// <summary>Somebody asks to take part in a role.</summary>
/// <param name="Organisation">For whom; empty for drivers.</param>
/// <param name="Statement">What they say of themselves.</param>
/// <param name="Status"><c>pending</c>, <c>approved</c> or <c>rejected</c>.</param>
/// <param name="Reason">Why it was decided so.</param>
internal sealed record MembershipRequest(
    long Id, string AccountId, string Name, string Email, string Role, string Organisation, string Region, string Phone, string Statement,
    string Status, string Reason, DateTimeOffset CreatedAt, DateTimeOffset? DecidedAt, string? DecidedBy);

/// <summary>The statuses of a request.</summary>
internal static class MembershipStatus
{
    public const string Pending = "pending";
    public const string Approved = "approved";
    public const string Rejected = "rejected";

    public static IReadOnlyList<string> All { get; } = [Pending, Approved, Rejected];
}

/// <summary>What somebody has to state who signs up.</summary>
internal static partial class SignUpRules
{
    public const int MostName = 80;
    public const int MostOrganisation = 200;
    public const int MostStatement = 1000;
    public const int MostEmail = 254;

    /// <summary>Roles that one asks for; the others are given by administrators.</summary>
    public static IReadOnlyList<string> OpenRoles { get; } = [Roles.Donor, Roles.Ngo, Roles.Driver];

    /// <summary>Whether people write to the address: one mailbox, of a domain with a dot.</summary>
    public static bool IsEmail(string? text) => text is { Length: > 0 and <= MostEmail }
        && MailboxAddress.TryParse(text, out var mailbox) && mailbox.Address == text && Domain().IsMatch(text);

    /// <returns>What is wrong with a telephone number; null when nothing is. It may be left out.</returns>
    public static string? PhoneFault(string? phone) =>
        string.IsNullOrWhiteSpace(phone) || Phone().IsMatch(phone.Trim()) ? null : "must be a telephone number such as +1 213 555 0100, or empty";

    /// <returns>What is wrong with the organisation's name; null when nothing is.</returns>
    public static string? OrganisationFault(string role, string? organisation) =>
        TextRules.Fault(organisation, role == Roles.Driver ? 0 : 1, MostOrganisation);

    [GeneratedRegex("""@[^@\s]+\.[^@\s.]+$""")]
    private static partial Regex Domain();

    [GeneratedRegex("""^\+?[0-9][0-9 ()./-]{4,30}$""")]
    private static partial Regex Phone();
}
