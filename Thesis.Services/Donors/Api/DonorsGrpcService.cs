using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donors.Data;
using Thesis.Services.Donors.Domain;
using Thesis.Services.Donors.Messaging;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donors.Api;

/// <summary>What other services ask of donors.</summary>
public sealed class DonorsGrpcService(DonorStore store) : DonorsService.DonorsServiceBase
{
    private const int MostIds = 1_000;

    /// <summary>Unknown ids are left out.</summary>
    [Authorize(Policies.Service)]
    public override async Task<GetDonorsResponse> GetDonors(GetDonorsRequest request, ServerCallContext context)
    {
        Validation.Demand(request.Ids.Count <= MostIds, "ids", $"at most {MostIds} may be asked for");
        var donors = await store.FindAllAsync([.. request.Ids], context.CancellationToken);
        return new GetDonorsResponse { Donors = { donors.Select(DonorEvents.Snapshot) } };
    }

    /// <summary>A donor's topic is for its managers and for dispatchers.</summary>
    [Authorize(Policies.SignedIn)]
    public override async Task<AuthorizeTopicResponse> AuthorizeTopic(AuthorizeTopicRequest request, ServerCallContext context)
    {
        var id = TopicSubject.Parse<Kinds.Donor>(request.Topic);
        var donor = await store.FindAsync(id.Value, context.CancellationToken);
        return donor is not null && PlaceRights.MaySee(Actor.FromUser(context.GetHttpContext().User), donor)
            ? new AuthorizeTopicResponse { Allowed = true }
            : new AuthorizeTopicResponse { Reason = "Only the managers of this donor and dispatchers may listen to it." };
    }
}
