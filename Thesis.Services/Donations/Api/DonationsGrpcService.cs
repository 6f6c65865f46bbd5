using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Donations.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Donations.Messaging;

namespace Thesis.Services.Donations.Api;

/// <summary>What other services ask of donations.</summary>
public sealed class DonationsGrpcService(DonationQueries queries) : DonationsService.DonationsServiceBase
{
    private const int MostIds = 1_000;

    /// <summary>Unknown ids are left out.</summary>
    [Authorize(Policies.Service)]
    public override async Task<GetDonationsResponse> GetDonations(GetDonationsRequest request, ServerCallContext context)
    {
        Validation.Demand(request.Ids.Count <= MostIds, "ids", $"at most {MostIds} may be asked for");
        var donations = await queries.FindAllAsync([.. request.Ids], context.CancellationToken);
        return new GetDonationsResponse { Donations = { donations.Select(DonationEvents.Snapshot) } };
    }

    /// <summary>A donation's topic is for those who may read it.</summary>
    [Authorize(Policies.SignedIn)]
    public override async Task<AuthorizeTopicResponse> AuthorizeTopic(AuthorizeTopicRequest request, ServerCallContext context)
    {
        var id = TopicSubject.Parse<Kinds.Donation>(request.Topic);
        return await queries.FindAsync(Actor.FromUser(context.GetHttpContext().User), id.Value, context.CancellationToken) is not null
            ? new AuthorizeTopicResponse { Allowed = true }
            : new AuthorizeTopicResponse { Reason = "There is no such donation, or it is none of yours: its donor's people, NGOs and drivers with a part of it and dispatchers may listen." };
    }
}
