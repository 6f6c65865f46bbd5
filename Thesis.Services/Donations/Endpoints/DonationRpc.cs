using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Donations.V1;
using Thesis.Grpc;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Donations.Endpoints;

/// <summary>What other services ask of donations.</summary>
public static class DonationRpc
{
    private const int MostIds = 1_000;
    private const string TopicPrefix = "donation:";

    /// <summary>Unknown ids are left out.</summary>
    public static async Task<GetDonationsResponse> GetDonationsAsync(GetDonationsRequest request, ServerCallContext call)
    {
        if (request.Ids.Count > MostIds)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"ids: at most {MostIds} may be asked for"));
        }

        var queries = call.GetHttpContext().RequestServices.GetRequiredService<DonationQueries>();
        var donations = await queries.FindAllAsync([.. request.Ids], call.CancellationToken);
        return new GetDonationsResponse { Donations = { donations.Select(DonationEvents.Snapshot) } };
    }

    /// <summary>A donation's topic is for its donor's managers and for dispatchers.</summary>
    public static async Task<AuthorizeTopicResponse> AuthorizeTopicAsync(AuthorizeTopicRequest request, ServerCallContext call)
    {
        if (!request.Topic.StartsWith(TopicPrefix, StringComparison.Ordinal)
            || !Id<Kinds.Donation>.TryParse(request.Topic[TopicPrefix.Length..], out var id))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"topic: must be '{TopicPrefix}' and a donation's id"));
        }

        var http = call.GetHttpContext();
        var donation = await http.RequestServices.GetRequiredService<DonationQueries>().FindAsync(id.Value, call.CancellationToken);
        return donation is not null && DonationRights.MayActFor(Actor.FromUser(http.User), donation.Donor)
            ? new AuthorizeTopicResponse { Allowed = true }
            : new AuthorizeTopicResponse { Reason = "Only the managers of its donor and dispatchers may listen to this donation." };
    }
}
