using Thesis.ServiceDefaults;

namespace Thesis.Services.Donations.Domain;

/// <summary>Who may do what with a donation, beyond what the endpoint's policy says.</summary>
public static class DonationRights
{
    /// <summary>The managers of the donor, dispatchers and administrators.</summary>
    public static bool MayActFor(Actor actor, DonorInfo donor) =>
        actor.Is(Roles.Dispatcher) || actor.Is(Roles.Admin) || donor.Managers.Contains(actor.Subject);
}
