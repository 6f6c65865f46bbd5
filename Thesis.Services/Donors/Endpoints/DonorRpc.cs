using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.Grpc;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Donors.Endpoints;

/// <summary>What other services ask of donors.</summary>
public static class DonorRpc
{
    private const int MostIds = 1_000;
    private const string TopicPrefix = "donor:";

    /// <summary>Unknown ids are left out.</summary>
    public static async Task<GetDonorsResponse> GetDonorsAsync(GetDonorsRequest request, ServerCallContext call)
    {
        if (request.Ids.Count > MostIds)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"ids: at most {MostIds} may be asked for"));
        }

        var store = call.GetHttpContext().RequestServices.GetRequiredService<DonorStore>();
        var donors = await store.FindAllAsync([.. request.Ids], call.CancellationToken);
        return new GetDonorsResponse { Donors = { donors.Select(DonorEvents.Snapshot) } };
    }

    /// <summary>A donor's topic is for its managers and for dispatchers.</summary>
    public static async Task<AuthorizeTopicResponse> AuthorizeTopicAsync(AuthorizeTopicRequest request, ServerCallContext call)
    {
        if (!request.Topic.StartsWith(TopicPrefix, StringComparison.Ordinal)
            || !Id<Kinds.Donor>.TryParse(request.Topic[TopicPrefix.Length..], out var id))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"topic: must be '{TopicPrefix}' and a donor's id"));
        }

        var http = call.GetHttpContext();
        var donor = await http.RequestServices.GetRequiredService<DonorStore>().FindAsync(id.Value, call.CancellationToken);
        return donor is not null && DonorRights.MayChange(Actor.FromUser(http.User), donor)
            ? new AuthorizeTopicResponse { Allowed = true }
            : new AuthorizeTopicResponse { Reason = "Only the managers of this donor and dispatchers may listen to it." };
    }
}
