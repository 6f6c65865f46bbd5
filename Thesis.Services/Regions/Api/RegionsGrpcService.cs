using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Thesis.Contracts.Regions.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Regions.Data;
using Thesis.Services.Regions.Messaging;

namespace Thesis.Services.Regions.Api;

/// <summary>What other services ask of regions.</summary>
public sealed class RegionsGrpcService(RegionStore store) : RegionsService.RegionsServiceBase
{
    private const int MostRegions = 1_000;

    /// <summary>Unknown ones are left out.</summary>
    [Authorize(Policies.Service)]
    public override async Task<GetRegionsResponse> GetRegions(GetRegionsRequest request, ServerCallContext context)
    {
        Validation.Demand(request.Regions.Count <= MostRegions, "regions", $"at most {MostRegions} may be asked for");
        var regions = await store.FindAllAsync([.. request.Regions], context.CancellationToken);
        return new GetRegionsResponse { Regions = { regions.Select(RegionEvents.Snapshot) } };
    }
}
