using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Places;

namespace Thesis.Services.Allocation.Endpoints;

/// <summary>Runs for dispatchers: <c>/api/v1/allocation-runs</c>.</summary>
internal static class RunEndpoints
{
    public static void Map(RouteGroupBuilder runs)
    {
        runs.RequireAuthorization(Policies.Dispatcher);
        runs.MapPost("/", Start)
            .AsCommand(AllocationModule.Schema)
            .WithName("StartAllocationRun")
            .WithDescription("Solves a region now. A region has one run in flight at most; with nothing to place the run is completed at once and says so.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);
        runs.MapGet("/", List)
            .WithName("ListAllocationRuns")
            .WithDescription("Runs, newest first.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        runs.MapGet("/{id}", Get)
            .WithName("GetAllocationRun")
            .WithDescription("One run: status, objective, proven bound and gap, versions, counts and timings.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapGet("/{id}/allocations", Allocations)
            .WithName("ListAllocations")
            .WithDescription("The run's lots, each with the reasons for it and what limited it.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<RunView>, ProblemHttpResult>> Start(
        RunRequest body, CommandContext context, RunStarter starter, RunStore runs, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.Require(Place.IsRegion(body.Region), "region", Place.RegionForm);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var (outcome, runId) = await starter.StartAsync(context, body.Region, RunCause.Request, cancellationToken);
        if (outcome == StartOutcome.InFlight)
        {
            return Problems.Conflict("run-in-flight", $"A run of {body.Region} is in flight; wait until it has completed.");
        }

        var id = new Id<Kinds.Run>(runId);
        context.Audit("allocation_run.requested", id.ToString(), new { body.Region });
        var run = await runs.FindAsync(context, runId, cancellationToken)
            ?? throw new InvalidOperationException($"Run {runId} was started and is not there.");
        return TypedResults.Created($"/api/v1/allocation-runs/{id}", RunView.Of(run));
    }

    private static async Task<Results<Ok<Page<RunView>>, ProblemHttpResult>> List(
        PageRequest page,
        RunQuery query,
        CancellationToken cancellationToken,
        [Description("Only this region.")] string? region = null,
        [Description("Only runs in this status: requested, completed or failed.")] string? status = null)
    {
        var validation = new Validation();
        validation.Require(region is null || Place.IsRegion(region), "region", Place.RegionForm);
        validation.Require(status is null || RunRow.Statuses.Contains(status), "status", $"must be one of {string.Join(", ", RunRow.Statuses)}");
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var runs = await query.ListAsync(region, status, page.AfterId ?? long.MaxValue, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(runs, page, RunView.Of, run => run.Id));
    }

    private static async Task<Results<Ok<RunView>, ProblemHttpResult>> Get(
        Id<Kinds.Run> id, RunQuery query, CancellationToken cancellationToken) =>
        await query.FindAsync(id.Value, cancellationToken) is { } run ? TypedResults.Ok(RunView.Of(run)) : Problems.NotFound(id);

    private static async Task<Results<Ok<Page<AllocationView>>, ProblemHttpResult>> Allocations(
        Id<Kinds.Run> id, PageRequest page, RunQuery query, CancellationToken cancellationToken)
    {
        if (await query.FindAsync(id.Value, cancellationToken) is null)
        {
            return Problems.NotFound(id);
        }

        var rows = await query.AllocationsAsync(id.Value, page.AfterId ?? 0, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, page, AllocationView.Of, row => row.Id));
    }
}
