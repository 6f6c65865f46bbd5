namespace Thesis.Services.Identity.Domain;

/// <summary>A donor or an NGO, as far as its people are concerned.</summary>
/// <param name="Id">As the edge has it, e.g. "dnr_…".</param>
/// <param name="Managers">Everybody who acts for it.</param>
/// <param name="Staff">Those of them who may not invite others.</param>
internal sealed record Organisation(string Id, long Version, string Name, string Region, IReadOnlyList<string> Managers, IReadOnlyList<string> Staff)
{
    /// <summary>Whether the user may invite others to it.</summary>
    public bool IsLedBy(string subject) => Managers.Contains(subject) && !Staff.Contains(subject);
}

/// <summary>Somebody is asked to act for an organisation.</summary>
/// <param name="Role"><c>manager</c> or <c>staff</c>.</param>
/// <param name="Status"><c>pending</c>, <c>accepted</c> or <c>revoked</c>.</param>
/// <param name="Key">What the link that is good must hold.</param>
/// <param name="ByOperator">Whether a dispatcher or an administrator invites, who may do so everywhere.</param>
internal sealed record Invitation(
    long Id, string Organisation, string Email, string Role, string Status, string Key, string InvitedBy, bool ByOperator,
    DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, string? AcceptedBy, DateTimeOffset? AcceptedAt)
{
    public static TimeSpan Life { get; } = TimeSpan.FromDays(7);

    public bool IsOpen(DateTimeOffset now) => Status == InvitationStatus.Pending && now < ExpiresAt;

    /// <summary>The status as people see it: one that nobody answered in time has expired.</summary>
    public string StatusAt(DateTimeOffset now) => Status == InvitationStatus.Pending && now >= ExpiresAt ? InvitationStatus.Expired : Status;
}

/// <summary>The statuses of an invitation.</summary>
internal static class InvitationStatus
{
    public const string Pending = "pending";
    public const string Accepted = "accepted";
    public const string Revoked = "revoked";

    /// <summary>Never stored: a pending one whose time is over.</summary>
    public const string Expired = "expired";
}
