using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Data;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Identity.Api;

/// <summary>An account and what it may do.</summary>
/// <param name="Id">The <c>sub</c> of its tokens.</param>
/// <param name="Email">Empty for accounts without an address.</param>
/// <param name="Suspended">Whether it is kept out.</param>
internal sealed record MemberResponse(string Id, string Name, string Email, IReadOnlyList<string> Roles, bool Suspended)
{
    public static MemberResponse Of(Member member) => new(member.Id, member.Name, member.Email, member.Roles, member.IsSuspended);
}

/// <summary>The roles that a member shall have.</summary>
/// <param name="Roles">All of them; empty takes every role away.</param>
/// <param name="Reason">Kept in the audit; 1 to 500 characters.</param>
internal sealed record MemberRolesRequest(IReadOnlyList<string>? Roles = null, string? Reason = null);

/// <summary>Who takes part, in which roles, and who is kept out.</summary>
internal static class MemberEndpoints
{
    private const int MostQuery = 100;
    private static readonly IReadOnlyList<string> Known = [Roles.Donor, Roles.Ngo, Roles.Driver, Roles.Dispatcher, Roles.Admin];

    /// <param name="query">Part of a name or an address.</param>
    /// <param name="role">Only members of this role.</param>
    public static async Task<Results<Ok<Page<MemberResponse>>, ProblemHttpResult>> ListAsync(
        MemberStore store, PageRequest page, CancellationToken cancellationToken, string? query = null, string? role = null)
    {
        var validation = new Validation();
        validation.Require(role is null || Known.Contains(role), "role", $"must be one of {string.Join(", ", Known)}, or absent");
        validation.Require(query is null or { Length: <= MostQuery }, "query", $"must have at most {MostQuery} characters");
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var members = await store.ListAsync(query, role, page.After is [var after] ? after : null, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(members, page, MemberResponse.Of, member => [member.Id]));
    }

    /// <summary>Gives a member exactly these roles; it has to sign in anew.</summary>
    public static Task<Results<Ok<MemberResponse>, ProblemHttpResult>> SetRolesAsync(
        string id, MemberRolesRequest request, CommandContext command, CancellationToken cancellationToken)
    {
        Validation.Demand(request.Roles is not null && request.Roles.All(Known.Contains), "roles", $"must be a list of {string.Join(", ", Known)}; empty for none");
        return ChangeAsync(id, request.Reason, "member.roles_changed", member => member with { Roles = [.. (request.Roles ?? []).Distinct().Order(StringComparer.Ordinal)] }, command, cancellationToken);
    }

    public static Task<Results<Ok<MemberResponse>, ProblemHttpResult>> SuspendAsync(
        string id, DecisionRequest request, CommandContext command, CancellationToken cancellationToken) =>
        ChangeAsync(id, request.Reason, "member.suspended", member => member with { IsSuspended = true }, command, cancellationToken);

    public static Task<Results<Ok<MemberResponse>, ProblemHttpResult>> ReinstateAsync(
        string id, DecisionRequest request, CommandContext command, CancellationToken cancellationToken) =>
        ChangeAsync(id, request.Reason, "member.reinstated", member => member with { IsSuspended = false }, command, cancellationToken);

    private static async Task<Results<Ok<MemberResponse>, ProblemHttpResult>> ChangeAsync(
        string id, string? reason, string action, Func<Member, Member> change, CommandContext command, CancellationToken cancellationToken)
    {
        if (TextRules.Fault(reason, 1, MembershipEndpoints.MostReason) is { } fault)
        {
            return Problems.Validation("reason", fault);
        }

        if (id == command.Actor.Subject)
        {
            return Problems.Forbidden("Nobody changes their own rights: another administrator has to.");
        }

        if (await MemberStore.FindForUpdateAsync(command, id, cancellationToken) is not { } member)
        {
            return Problems.NotFound("member", id);
        }

        var changed = change(member);
        if (!changed.Roles.SequenceEqual(member.Roles) || changed.IsSuspended != member.IsSuspended)
        {
            await MemberStore.UpdateAsync(command, changed, cancellationToken);
            await SignInSessions.EndAllAsync(command, id, cancellationToken);
            command.Audit(action, id, new { before = new { member.Roles, member.IsSuspended }, after = new { changed.Roles, changed.IsSuspended }, reason });
        }

        return TypedResults.Ok(MemberResponse.Of(changed));
    }
}
