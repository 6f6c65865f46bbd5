using System.Net;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Domain;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.BadInput;

internal sealed class MemberBadInputs : IBadInputs
{
    private const string Request = "mem_0000000000021";
    private const string Organisation = "dnr_0000000000023";
    private static readonly Dictionary<string, object?> Reason = new() { ["reason"] = "Because." };
    private static readonly Dictionary<string, object?> Rights = new() { ["roles"] = new[] { "donor" }, ["reason"] = "Because." };

    private static readonly Dictionary<string, object?> Invitation = new() { ["organisation"] = Organisation, ["email"] = "lee@example.org", ["role"] = "staff" };

    public IReadOnlyDictionary<string, object> GoodBodies => new Dictionary<string, object>
    {
        ["ApproveMembershipRequest"] = Reason,
        ["RejectMembershipRequest"] = Reason,
        ["SetMemberRoles"] = Rights,
        ["SuspendMember"] = Reason,
        ["ReinstateMember"] = Reason,
        ["CreateInvitation"] = Invitation,
    };

    public IEnumerable<BadInputCase> Cases =>
    [
        new("ListMembershipRequests", "a status that is none", HttpStatusCode.BadRequest, "status", Query: "?status=open"),
        new("ListMembershipRequests", "a region that is none", HttpStatusCode.BadRequest, "region", Query: "?region=Los%20Angeles"),
        new("RejectMembershipRequest", "no reason", HttpStatusCode.BadRequest, "reason", Reason.With("reason", " ")),
        new("ApproveMembershipRequest", "an endless reason", HttpStatusCode.BadRequest, "reason", Reason.With("reason", new string('x', 501))),
        new("ListMembers", "a role that is none", HttpStatusCode.BadRequest, "role", Query: "?role=king"),
        new("ListMembers", "an endless query", HttpStatusCode.BadRequest, "query", Query: $"?query={new string('x', 101)}"),
        new("SetMemberRoles", "a role that is none", HttpStatusCode.BadRequest, "roles", Rights.With("roles", new[] { "king" })),
        new("SetMemberRoles", "a role that is nothing", HttpStatusCode.BadRequest, "roles", Rights.With("roles", new string?[] { null })),
        new("SetMemberRoles", "the role of a process", HttpStatusCode.BadRequest, "roles", Rights.With("roles", new[] { "service" })),
        new("SetMemberRoles", "no roles", HttpStatusCode.BadRequest, "roles", Rights.With("roles", null)),
        new("SetMemberRoles", "no reason", HttpStatusCode.BadRequest, "reason", Rights.With("reason", "")),
        new("SuspendMember", "no reason", HttpStatusCode.BadRequest, "reason", Reason.With("reason", null)),
        new("CreateInvitation", "an organisation that is none", HttpStatusCode.BadRequest, "organisation", Invitation.With("organisation", Bodies.UnknownId<Kinds.Order>())),
        new("CreateInvitation", "an unknown organisation", HttpStatusCode.Forbidden, Body: Invitation.With("organisation", Bodies.UnknownId<Kinds.Ngo>())),
        new("CreateInvitation", "another one's organisation", HttpStatusCode.Forbidden, Body: Invitation, As: ("user-donor8", "donor")),
        new("CreateInvitation", "an address that is none", HttpStatusCode.BadRequest, "email", Invitation.With("email", "Lee <lee@example.org>")),
        new("CreateInvitation", "no address", HttpStatusCode.BadRequest, "email", Invitation.With("email", null)),
        new("CreateInvitation", "a role that is none", HttpStatusCode.BadRequest, "role", Invitation.With("role", "owner")),
        new("ListInvitations", "an organisation that is none", HttpStatusCode.BadRequest, "organisation", Query: "?organisation=all"),
        new("ResendInvitation", "another one's invitation", HttpStatusCode.NotFound, As: ("user-donor8", "donor")),
        new("RevokeInvitation", "another one's invitation", HttpStatusCode.NotFound, As: ("user-donor8", "donor")),
        new("SuspendMember", "a member who is not there", HttpStatusCode.NotFound, Body: Reason, Id: "user-nobody"),
    ];

    public async Task<IReadOnlyDictionary<Type, string>> SetAsync(ServicesHost host)
    {
        await using var insert = host.Database.CreateCommand("""
            insert into identity.accounts (id, display_name, email, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            values ('user-kim', 'Kim Park', 'kim@example.org', true, false, false, true, 0);
            insert into identity.membership_requests (id, account_id, role, organisation, region, phone, statement, status, reason, created_at)
            values (65, 'user-kim', 'donor', 'Bakery', 'los-angeles', '', '', 'pending', '', now());
            insert into identity.organisations (id, version, name, region, managers, staff)
            values ('dnr_0000000000023', 1, 'Bakery', 'los-angeles', '{user-donor1}', '{}');
            insert into identity.invitations (id, organisation, email, role, status, key, invited_by, by_operator, created_at, expires_at)
            values (68, 'dnr_0000000000023', 'ana@example.org', 'staff', 'pending', 'k', 'user-donor1', false, now(), now() + interval '7 days')
            """);
        await insert.ExecuteNonQueryAsync();
        return new Dictionary<Type, string> { [typeof(MembershipKind)] = Request, [typeof(InvitationKind)] = "inv_0000000000024" };
    }
}
