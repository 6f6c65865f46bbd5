using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Data;
using Thesis.Services.Ngos.Domain;
using Thesis.Services.Ngos.Messaging;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Ngos.Api;

/// <summary>What other services ask of NGOs.</summary>
public sealed class NgosGrpcService(NgoStore store) : NgosService.NgosServiceBase
{
    private const int MostIds = 1_000;

    /// <summary>Unknown ids are left out.</summary>
    [Authorize(Policies.Service)]
    public override async Task<GetNgosResponse> GetNgos(GetNgosRequest request, ServerCallContext context)
    {
        Validation.Demand(request.Ids.Count <= MostIds, "ids", $"at most {MostIds} may be asked for");
        var ngos = await store.FindAllAsync([.. request.Ids], context.CancellationToken);
        return new GetNgosResponse { Ngos = { ngos.Select(NgoEvents.Snapshot) } };
    }

    /// <summary>An NGO's topic is for its managers and for dispatchers.</summary>
    [Authorize(Policies.SignedIn)]
    public override async Task<AuthorizeTopicResponse> AuthorizeTopic(AuthorizeTopicRequest request, ServerCallContext context)
    {
        var id = TopicSubject.Parse<Kinds.Ngo>(request.Topic);
        var ngo = await store.FindAsync(id.Value, context.CancellationToken);
        return ngo is not null && PlaceRights.MaySee(Actor.FromUser(context.GetHttpContext().User), ngo)
            ? new AuthorizeTopicResponse { Allowed = true }
            : new AuthorizeTopicResponse { Reason = "Only the managers of this NGO and dispatchers may listen to it." };
    }
}
