using System.Net;
using Thesis.Services.Identity.Domain;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.BadInput;

internal sealed class MemberBadInputs : IBadInputs
{
    private const string Request = "mem_0000000000021";
    private static readonly Dictionary<string, object?> Reason = new() { ["reason"] = "Because." };
    private static readonly Dictionary<string, object?> Rights = new() { ["roles"] = new[] { "donor" }, ["reason"] = "Because." };

    public IReadOnlyDictionary<string, object> GoodBodies => new Dictionary<string, object>
    {
        ["ApproveMembershipRequest"] = Reason,
        ["RejectMembershipRequest"] = Reason,
        ["SetMemberRoles"] = Rights,
        ["SuspendMember"] = Reason,
        ["ReinstateMember"] = Reason,
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
        new("SuspendMember", "a member who is not there", HttpStatusCode.NotFound, Body: Reason, Id: "user-nobody"),
    ];

    public async Task<IReadOnlyDictionary<Type, string>> SetAsync(ServicesHost host)
    {
        await using var insert = host.Database.CreateCommand("""
            insert into identity.accounts (id, display_name, email, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            values ('user-kim', 'Kim Park', 'kim@example.org', true, false, false, true, 0);
            insert into identity.membership_requests (id, account_id, role, organisation, region, phone, statement, status, reason, created_at)
            values (65, 'user-kim', 'donor', 'Bakery', 'los-angeles', '', '', 'pending', '', now())
            """);
        await insert.ExecuteNonQueryAsync();
        return new Dictionary<Type, string> { [typeof(MembershipKind)] = Request };
    }
}
