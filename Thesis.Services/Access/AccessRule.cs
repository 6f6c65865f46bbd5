using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Access;

/// <summary>How far a right reaches.</summary>
public enum Scope
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>To what the rule's condition calls the caller's own. The owning service checks it where it has the row.</summary>
    Own,

    /// <summary>To everything.</summary>
    All,
}

/// <summary>One row of the table: who may take an action, and of what.</summary>
/// <param name="Action">The endpoint's name, or for gRPC its service and method.</param>
/// <param name="Own">What makes a thing the caller's own; empty where no scope is <see cref="Scope.Own"/>.</param>
public sealed record AccessRule(string Action, IReadOnlyDictionary<string, Scope> Scopes, string Own)
{
    /// <summary>The column of callers who are not signed in.</summary>
    public const string Anybody = "anybody";

    /// <summary>The column of people who have no role yet.</summary>
    public const string Newcomer = "newcomer";

    /// <summary>Whether it may be taken without signing in.</summary>
    public bool IsOpen => Scopes[Anybody] != Scope.None;

    /// <summary>How far the right of somebody with these roles reaches: as far as that of the strongest of them.</summary>
    public Scope Of(IEnumerable<string> roles)
    {
        var known = roles.Where(Scopes.ContainsKey).ToArray();
        return known.Length == 0 ? Scopes[Newcomer] : known.Max(role => Scopes[role]);
    }

    /// <summary>The row as a policy; what is the caller's own is not decided here.</summary>
    public AuthorizationPolicy ToPolicy() => new AuthorizationPolicyBuilder()
        .RequireAuthenticatedUser()
        .RequireAssertion(context => Of(RolesOf(context.User)) != Scope.None)
        .Build();

    private static IEnumerable<string> RolesOf(ClaimsPrincipal user) => user.FindAll(Roles.ClaimType).Select(claim => claim.Value);
}
