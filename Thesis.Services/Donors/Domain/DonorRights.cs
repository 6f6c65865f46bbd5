using Thesis.ServiceDefaults;

namespace Thesis.Services.Donors.Domain;

/// <summary>Who may do what with a donor, beyond what the endpoint's policy says.</summary>
public static class DonorRights
{
    /// <summary>A dispatcher or an administrator: they may change any donor.</summary>
    public static bool IsOperator(Actor actor) => actor.Is(Roles.Dispatcher) || actor.Is(Roles.Admin);

    public static bool MayChange(Actor actor, Donor donor) => IsOperator(actor) || donor.IsManagedBy(actor.Subject);

    public static bool MaySeeManagers(Actor actor, Donor donor) => MayChange(actor, donor);
}
