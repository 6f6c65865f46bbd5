using System.Security.Claims;

namespace Thesis.ServiceDefaults;

/// <summary>Who a command acts for: the subject of the access token, or a part of the system.</summary>
/// <param name="Subject">The token's <c>sub</c> (<c>user-donor1</c>), or <c>system:&lt;service&gt;</c>.</param>
/// <param name="Roles">Role names, e.g. <c>donor</c>, <c>dispatcher</c>.</param>
public sealed record Actor(string Subject, IReadOnlySet<string> Roles)
{
    private const string SystemPrefix = "system:";

    /// <summary>True for work that no user asked for.</summary>
    public bool IsSystem => Subject.StartsWith(SystemPrefix, StringComparison.Ordinal);

    /// <summary>True if the actor has the role.</summary>
    public bool Is(string role) => Roles.Contains(role);

    /// <summary>The actor of a verified token.</summary>
    /// <exception cref="InvalidOperationException">The principal has no subject: the endpoint let an anonymous caller in.</exception>
    public static Actor FromUser(ClaimsPrincipal user)
    {
        var subject = user.FindFirst("sub")?.Value ?? user.FindFirst(ClaimTypes.NameIdentifier)?.Value
            ?? throw new InvalidOperationException("The caller has no subject; a command needs a signed-in caller.");
        var roles = user.Claims.Where(c => c.Type is "role" or ClaimTypes.Role).Select(c => c.Value);
        return new Actor(subject, roles.ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>The actor of work that no user asked for, e.g. an event handler or a timer.</summary>
    public static Actor System(string service) => new(SystemPrefix + service, new HashSet<string>(["service"]));
}
