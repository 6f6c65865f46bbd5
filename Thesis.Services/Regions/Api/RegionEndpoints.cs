using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Regions.Data;
using Thesis.Services.Regions.Messaging;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Regions.Api;

/// <summary>Reading and stating regions.</summary>
public static class RegionEndpoints
{
    /// <summary>States a region. One that a place has named before is taken over: it is not confirmed yet.</summary>
    public static async Task<Results<Created<RegionResponse>, ProblemHttpResult>> CreateAsync(
        RegionRequest request, CommandContext command, IIdGenerator ids, HttpResponse response, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.Require(Place.IsRegion(request.Region), "region", Place.RegionForm);
        var region = request.Validate(validation, request.Region ?? "") with { Id = ids.Next() };
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        if (await RegionStore.InsertAsync(command, region, cancellationToken))
        {
            command.PublishCreated(region);
        }
        else if (await RegionStore.FindForUpdateAsync(command, region.Slug, cancellationToken) is { Confirmed: false } assumed)
        {
            region = region with { Id = assumed.Id, Version = assumed.Version + 1 };
            await RegionStore.UpdateAsync(command, region, cancellationToken);
            command.PublishUpdated(assumed, region);
        }
        else
        {
            return Problems.Conflict("region-exists", $"There is a region {region.Slug} already; change that one.");
        }

        ETags.Set(response, region.Version);
        return TypedResults.Created($"/api/v1/regions/{region.Slug}", RegionResponse.Of(region));
    }

    public static async Task<Results<Ok<RegionResponse>, ProblemHttpResult>> GetAsync(
        string region, RegionStore store, HttpResponse response, CancellationToken cancellationToken)
    {
        if (!Place.IsRegion(region))
        {
            return Problems.Validation("region", Place.RegionForm);
        }

        if (await store.FindAllAsync([region], cancellationToken) is not [var found])
        {
            return Problems.NotFound("region", region);
        }

        ETags.Set(response, found.Version);
        return TypedResults.Ok(RegionResponse.Of(found));
    }

    public static async Task<Results<Ok<Page<RegionResponse>>, ProblemHttpResult>> ListAsync(
        RegionStore store, PageRequest page, CancellationToken cancellationToken)
    {
        if (page.After is not [] and not [_])
        {
            return Problems.Validation("pageToken", "must be the nextPageToken of an earlier page of the same list, or absent");
        }

        var regions = await store.ListAsync(page.After is [var after] ? after : "", page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(regions, page, RegionResponse.Of, region => [region.Slug]));
    }

    public static async Task<Results<Ok<RegionResponse>, ProblemHttpResult>> UpdateAsync(
        string region, RegionRequest request, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        var expected = IfMatch.Require(http.Request);
        var validation = new Validation();
        validation.Require(Place.IsRegion(region), "region", Place.RegionForm);
        validation.Require(request.Region is null || request.Region == region, "region", "may not change; leave it out");
        var wanted = request.Validate(validation, region);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        if (await RegionStore.FindForUpdateAsync(command, region, cancellationToken) is not { } known)
        {
            return Problems.NotFound("region", region);
        }

        if (expected != known.Version)
        {
            return Problems.PreconditionFailed(known.Version);
        }

        var updated = wanted with { Id = known.Id, Version = known.Version + 1 };
        await RegionStore.UpdateAsync(command, updated, cancellationToken);
        command.PublishUpdated(known, updated);
        ETags.Set(http.Response, updated.Version);
        return TypedResults.Ok(RegionResponse.Of(updated));
    }
}
