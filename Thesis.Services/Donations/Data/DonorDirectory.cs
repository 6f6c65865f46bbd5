using Thesis.Contracts.Donors.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;

namespace Thesis.Services.Donations.Data;

/// <summary>
/// Finds the donor of a new donation. A donor whose event is still on its way here, or whose verification is, is asked for at
/// the donors service: nobody has to wait between registering and offering food.
/// </summary>
public sealed class DonorDirectory(DonorsService.DonorsServiceClient donors)
{
    /// <returns>Null when there is no such donor.</returns>
    public async Task<DonorInfo?> FindAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        var known = await DonorProjection.FindAsync(command, id, cancellationToken);
        if (known is { Verified: true })
        {
            return known;
        }

        var answer = await donors.GetDonorsAsync(new GetDonorsRequest { Ids = { id } }, cancellationToken: cancellationToken);
        if (answer.Donors is not [var donor])
        {
            return null;
        }

        await DonorProjection.KeepAsync(command, donor, cancellationToken);
        return await DonorProjection.FindAsync(command, id, cancellationToken);
    }
}
