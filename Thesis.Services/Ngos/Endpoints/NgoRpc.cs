using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Grpc;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Ngos.Endpoints;

/// <summary>What other services ask of NGOs.</summary>
public static class NgoRpc
{
    private const int MostIds = 1_000;
    private const string TopicPrefix = "ngo:";

    /// <summary>Unknown ids are left out.</summary>
    public static async Task<GetNgosResponse> GetNgosAsync(GetNgosRequest request, ServerCallContext call)
    {
        if (request.Ids.Count > MostIds)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"ids: at most {MostIds} may be asked for"));
        }

        var store = call.GetHttpContext().RequestServices.GetRequiredService<NgoStore>();
        var ngos = await store.FindAllAsync([.. request.Ids], call.CancellationToken);
        return new GetNgosResponse { Ngos = { ngos.Select(NgoEvents.Snapshot) } };
    }

    /// <summary>An NGO's topic is for its managers and for dispatchers.</summary>
    public static async Task<AuthorizeTopicResponse> AuthorizeTopicAsync(AuthorizeTopicRequest request, ServerCallContext call)
    {
        if (!request.Topic.StartsWith(TopicPrefix, StringComparison.Ordinal)
            || !Id<Kinds.Ngo>.TryParse(request.Topic[TopicPrefix.Length..], out var id))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"topic: must be '{TopicPrefix}' and an NGO's id"));
        }

        var http = call.GetHttpContext();
        var ngo = await http.RequestServices.GetRequiredService<NgoStore>().FindAsync(id.Value, call.CancellationToken);
        return ngo is not null && NgoRights.MayChange(Actor.FromUser(http.User), ngo)
            ? new AuthorizeTopicResponse { Allowed = true }
            : new AuthorizeTopicResponse { Reason = "Only the managers of this NGO and dispatchers may listen to it." };
    }
}
