using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Access;

namespace Thesis.Services.Users.Api;

/// <summary>An action that the caller may take.</summary>
/// <param name="Action">The operation's name in the OpenAPI document, e.g. "CreateDonation".</param>
/// <param name="Scope"><c>all</c>, or <c>own</c>: only of what <paramref name="Own"/> says.</param>
/// <param name="Own">What counts as the caller's own, for people; null when the scope is all.</param>
public sealed record PermissionResponse(string Action, string Scope, string? Own);

/// <summary>What the caller may do.</summary>
/// <param name="Roles">The roles of the caller's token.</param>
/// <param name="Actions">In the order of the names.</param>
public sealed record PermissionsResponse(IReadOnlyList<string> Roles, IReadOnlyList<PermissionResponse> Actions);

/// <summary>The caller's part of the table of who may do what.</summary>
public static class PermissionsEndpoint
{
    public static Ok<PermissionsResponse> Get(ClaimsPrincipal user)
    {
        var roles = Actor.FromUser(user).Roles;
        // What processes ask of each other is nobody's to show.
        var actions = AccessTable.Rules.Where(rule => !rule.Action.Contains('/', StringComparison.Ordinal))
            .Select(rule => (Rule: rule, Scope: rule.Of(roles)))
            .Where(one => one.Scope != Scope.None)
            .OrderBy(one => one.Rule.Action, StringComparer.Ordinal)
            .Select(one => new PermissionResponse(one.Rule.Action, one.Scope == Scope.All ? "all" : "own", one.Scope == Scope.All ? null : one.Rule.Own));
        return TypedResults.Ok(new PermissionsResponse([.. roles.Order(StringComparer.Ordinal)], [.. actions]));
    }
}
