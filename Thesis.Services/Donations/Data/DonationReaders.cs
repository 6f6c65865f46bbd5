using Npgsql;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Donations.Data;

/// <summary>
/// The one rule of who may read a donation, by REST and by socket: dispatchers and administrators; who acts for its donor; who acts
/// for an NGO that has, or had, a part of it; the driver who has a part of it; and, while it is open, who acts for a verified NGO of
/// its region. Nobody else.
/// </summary>
internal static class DonationReaders
{
    /// <summary>A condition on the donation <c>d</c>, whose parameters are added to the query.</summary>
    public static string MayRead(this NpgsqlCommand select, Actor reader)
    {
        if (Domain.DonationRights.IsOperator(reader))
        {
            return "true";
        }

        select.Parameters.AddWithValue("reader", reader.Subject);
        return """
            (d.donor_id in (select id from donations.donor where managers @> array[@reader])
            or (d.status <> 'draft' and (
                d.id in (select l.donation_id from donations.lot l join donations.ngo n on n.id = l.ngo_id where n.managers @> array[@reader])
                or d.id in (select donation_id from donations.lot where driver_user = @reader)
                or (d.status = 'open' and d.region in (select region from donations.ngo where verified and managers @> array[@reader])))))
            """;
    }

    /// <summary>An expression: whether the reader is to know how to get in, because a part of <c>d</c> is theirs to pick up.</summary>
    public const string PicksUp = "exists (select from donations.lot l where l.donation_id = d.id and l.driver_user = @reader)";
}
