using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Access;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Allocation.Domain;
using Thesis.Services.Allocation.Messaging;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Allocation.Api;

/// <summary>Runs for dispatchers: <c>/api/v1/allocation-runs</c>.</summary>
internal static class RunEndpoints
{
    public static void Map(RouteGroupBuilder runs)
    {
        runs.RequireAuthorization(Policies.Dispatcher);
        runs.MapPost("/", Start)
            .AsCommand(AllocationModule.Schema)
            .WithAction("StartAllocationRun")
            .WithDescription("Solves a region now. A region has one run in flight at most; with nothing to place the run is completed at once and says so.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);
        runs.MapGet("/", List)
            .WithAction("ListAllocationRuns")
            .WithDescription("Runs, newest first.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        runs.MapGet("/{id}", Get)
            .WithAction("GetAllocationRun")
            .WithDescription("One run: status, objective, proven bound and gap, versions, counts and timings.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapGet("/{id}/allocations", Allocations)
            .WithAction("ListAllocations")
            .WithDescription("The run's lots, each with the reasons for it and what limited it.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapGet("/{id}/explanations", Explanations)
            .WithAction("ListAllocationExplanations")
            .WithDescription("What kept NGOs and donations from more in the run, who outbid them at what price, and what one more kg would bring.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapGet("/{id}/strategy", Strategy)
            .WithAction("GetAllocationRunStrategy")
            .WithDescription("The strategy as it was when the run began.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapPost("/{id}/cancel", Cancel)
            .AsCommand(AllocationModule.Schema)
            .WithAction("CancelAllocationRun")
            .WithDescription("Gives up a run that waits for its answer: the engine stops, the run has failed, and the region is solved again.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Created<RunView>, ProblemHttpResult>> Start(
        RunRequest body, CommandContext context, RunStarter starter, RunStore runs, StrategyStore strategies, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.Require(Place.IsRegion(body.Region), "region", Place.RegionForm);
        validation.Require(
            body.Strategy is null || (StrategyEndpoints.IsName(body.Strategy) && await strategies.ExistsAsync(context, body.Strategy, cancellationToken)),
            "strategy", "must be the name of a strategy; GET /api/v1/allocation-strategies lists them");
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var (outcome, runId) = await starter.StartAsync(context, body.Region, RunCause.Request, cancellationToken, body.Strategy);
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

    private static async Task<Results<Ok<Page<ShortfallView>>, ProblemHttpResult>> Explanations(
        Id<Kinds.Run> id,
        PageRequest page,
        RunQuery query,
        ExplanationStore explanations,
        CancellationToken cancellationToken,
        [Description("Only of these: ngo or donation.")] string? subject = null)
    {
        if (subject is not null && !ExplanationStore.Subjects.Contains(subject))
        {
            return Problems.Validation("subject", $"must be one of {string.Join(", ", ExplanationStore.Subjects)}");
        }

        if (await query.FindAsync(id.Value, cancellationToken) is null)
        {
            return Problems.NotFound(id);
        }

        var rows = await explanations.ListAsync(id.Value, subject, page.AfterId ?? 0, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, page, ShortfallView.Of, row => row.Id));
    }

    private static async Task<Results<Ok<RunStrategyView>, ProblemHttpResult>> Strategy(
        Id<Kinds.Run> id, RunQuery query, StrategyStore strategies, CancellationToken cancellationToken)
    {
        var run = await query.FindAsync(id.Value, cancellationToken);
        return run is not null && await strategies.OfRunAsync(id.Value, cancellationToken) is { } document
            ? TypedResults.Ok(new RunStrategyView(run.StrategyVersion, StrategyView.Json(document)))
            : Problems.NotFound(id);
    }

    private static async Task<Results<Ok<RunView>, ProblemHttpResult>> Cancel(
        Id<Kinds.Run> id, CommandContext context, RunStore runs, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(context, id.Value, cancellationToken) is not { } run)
        {
            return Problems.NotFound(id);
        }

        if (!await runs.CancelAsync(context, id.Value, $"Cancelled by {context.Actor.Subject}.", cancellationToken))
        {
            return Problems.Conflict("run-ended", $"The run is {run.Status.Name()} already; only one that waits for its answer can be cancelled.");
        }

        context.Audit("allocation_run.cancelled", id.ToString(), new { run.Region });
        context.Publish(Topics.AllocationCancelled, id.Value, new AllocationCancelled { RunId = id.Value, Region = run.Region });
        run = await runs.FindAsync(context, id.Value, cancellationToken) ?? run;
        return TypedResults.Ok(RunView.Of(run));
    }
}
