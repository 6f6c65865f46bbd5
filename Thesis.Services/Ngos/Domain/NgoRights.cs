using Thesis.ServiceDefaults;

namespace Thesis.Services.Ngos.Domain;

/// <summary>Who may do what with an NGO, beyond what the endpoint's policy says.</summary>
public static class NgoRights
{
    /// <summary>A dispatcher or an administrator: they may change any NGO.</summary>
    public static bool IsOperator(Actor actor) => actor.Is(Roles.Dispatcher) || actor.Is(Roles.Admin);

    public static bool MayChange(Actor actor, Ngo ngo) => IsOperator(actor) || ngo.IsManagedBy(actor.Subject);

    public static bool MaySeeManagers(Actor actor, Ngo ngo) => MayChange(actor, ngo);
}
