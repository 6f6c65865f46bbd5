using Microsoft.AspNetCore.Authorization;

namespace Thesis.Services.Access;

/// <summary>Ties endpoints to the rows of <see cref="AccessTable"/>.</summary>
public static class ActionEndpoints
{
    /// <summary>
    /// Names the endpoint by its action, which lets in whom the action's row does. An endpoint without a row is closed to everybody.
    /// What the endpoint demands besides holds too.
    /// </summary>
    /// <param name="name">The endpoint's own name, where several have one action.</param>
    public static RouteHandlerBuilder WithAction(this RouteHandlerBuilder endpoint, string action, string? name = null)
    {
        endpoint.WithName(name ?? action).WithMetadata(new ActionMetadata(action));
        return AccessTable.Find(action) is not { } rule ? endpoint.RequireAuthorization(Nobody())
            : rule.IsOpen ? endpoint
            : endpoint.RequireAuthorization(rule.ToPolicy());
    }

    private static AuthorizationPolicy Nobody() => new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build();
}

/// <summary>The action that an endpoint is.</summary>
internal sealed record ActionMetadata(string Action);
