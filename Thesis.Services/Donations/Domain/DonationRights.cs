using Thesis.ServiceDefaults;

namespace Thesis.Services.Donations.Domain;

/// <summary>Who may do what with a donation, beyond what the endpoint's policy says.</summary>
public static class DonationRights
{
    /// <summary>The managers of the donor, dispatchers and administrators.</summary>
    public static bool MayActFor(Actor actor, DonorInfo donor) => IsOperator(actor) || donor.Managers.Contains(actor.Subject);

    /// <summary>A dispatcher or an administrator.</summary>
    public static bool IsOperator(Actor actor) => actor.Is(Roles.Dispatcher) || actor.Is(Roles.Admin);
}
