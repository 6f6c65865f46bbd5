using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.Contracts.Strategies;
using Thesis.ServiceDefaults;
using Thesis.Services.Access;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Allocation.Messaging;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Allocation.Api;

/// <summary>A new strategy.</summary>
/// <param name="Name">Words and a version, e.g. "winter-1"; what a name means never changes.</param>
/// <param name="About">For people; at most 500 characters.</param>
/// <param name="Document">The strategy; what it leaves out has its usual value.</param>
public sealed record StrategyRequest(string Name, JsonElement Document, string About = "");

/// <summary>The strategy that a region uses from its next run on.</summary>
/// <param name="Strategy">A strategy's name; null goes back to the service's default.</param>
public sealed record RegionStrategyRequest(string? Strategy = null);

/// <summary>A strategy with every number named.</summary>
public sealed record StrategyView(string Name, string About, bool BuiltIn, string? CreatedBy, DateTimeOffset? CreatedAt, JsonElement Document)
{
    public static StrategyView Of(StoredStrategy strategy) => new(
        strategy.Name, strategy.About, strategy.CreatedBy is null, strategy.CreatedBy, strategy.CreatedAt, Json(strategy.Document.ToJson()));

    internal static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}

/// <summary>The strategy of a run, as it was when the run began.</summary>
public sealed record RunStrategyView(string Name, JsonElement Document);

/// <summary>The strategy of a region.</summary>
public sealed record RegionStrategyView(string Region, string Strategy);

/// <summary>Strategies: <c>/api/v1/allocation-strategies</c>. Dispatchers see and choose them, administrators make them.</summary>
internal static partial class StrategyEndpoints
{
    private const int MostAbout = 500;

    public static void Map(RouteGroupBuilder strategies)
    {
        strategies.RequireAuthorization(Policies.Dispatcher);
        strategies.MapGet("/", List)
            .WithAction("ListAllocationStrategies")
            .WithDescription("The built-in strategies, then those of this installation.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        strategies.MapGet("/{name}", Get)
            .WithAction("GetAllocationStrategy")
            .WithDescription("One strategy: weights, lots, travel, fairness curve, recency, stability and limits.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        strategies.MapPost("/", Create)
            .AsCommand(AllocationModule.Schema)
            .RequireAuthorization(Policies.Admin)
            .WithAction("CreateAllocationStrategy")
            .WithDescription("Keeps a strategy under a new name. What is wrong with the document is told by its JSON path.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);
        strategies.MapPut("/by-region/{region}", Choose)
            .AsCommand(AllocationModule.Schema)
            .WithAction("ChooseAllocationStrategy")
            .WithDescription("Sets the strategy of a region's runs from the next one on.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<Results<Ok<Page<StrategyView>>, ProblemHttpResult>> List(
        PageRequest page, StrategyStore store, CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(page.AfterId ?? 0, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, page, StrategyView.Of, row => row.Id));
    }

    private static async Task<Results<Ok<StrategyView>, ProblemHttpResult>> Get(
        string name, StrategyStore store, CancellationToken cancellationToken) =>
        Name().IsMatch(name) && await store.FindAsync(name, cancellationToken) is { } strategy
            ? TypedResults.Ok(StrategyView.Of(strategy))
            : Problems.NotFound("strategy", name);

    private static async Task<Results<Created<StrategyView>, ProblemHttpResult>> Create(
        StrategyRequest body, CommandContext context, StrategyStore store, IIdGenerator ids, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.Require(Name().IsMatch(body.Name ?? ""), "name", "must be words in lower case and a version, like 'winter-1', at most 60 characters");
        validation.Require((body.About ?? "").Length <= MostAbout && !(body.About ?? "").Contains('\0'), "about", $"must have at most {MostAbout} characters, none of them NUL");
        IReadOnlyList<StrategyFault> faults = [new("$", "must be given.")];
        var document = body.Document.ValueKind == JsonValueKind.Undefined ? null : StrategyReader.Read(body.Document.GetRawText(), out faults);
        foreach (var fault in faults)
        {
            validation.Require(false, $"document{fault.Path[1..]}", fault.Message.TrimEnd('.'));
        }

        if (validation.Problem is { } problem || document is null)
        {
            return validation.Problem ?? Problems.Validation("document", "must be a strategy");
        }

        var strategy = new StoredStrategy(ids.Next(), body.Name ?? "", body.About ?? "", document, context.Actor.Subject, context.Now);
        if (!await store.TryAddAsync(context, strategy, cancellationToken))
        {
            return Problems.Conflict("strategy-exists", $"There is a strategy {strategy.Name}, and what a name means never changes; raise the version.");
        }

        context.Audit("allocation_strategy.created", strategy.Name, new { strategy.About });
        return TypedResults.Created($"/api/v1/allocation-strategies/{strategy.Name}", StrategyView.Of(strategy));
    }

    private static async Task<Results<Ok<RegionStrategyView>, ProblemHttpResult>> Choose(
        string region, RegionStrategyRequest body, CommandContext context, StrategyStore store, RunStarter starter, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.Require(Place.IsRegion(region), "region", Place.RegionForm);
        validation.Require(
            body.Strategy is null || (Name().IsMatch(body.Strategy) && await store.FindAsync(body.Strategy, cancellationToken) is not null),
            "strategy", "must be the name of a strategy; GET /api/v1/allocation-strategies lists them");
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        await store.SetRegionAsync(context, region, body.Strategy, cancellationToken);
        context.Audit("allocation_strategy.chosen", region, new { body.Strategy });
        return TypedResults.Ok(new RegionStrategyView(region, body.Strategy ?? starter.DefaultStrategy));
    }

    [GeneratedRegex(@"^(?=.{1,60}\z)[a-z][a-z0-9]*(-[a-z0-9]+)*-[0-9]+\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    /// <summary>Whether a name may be that of a strategy.</summary>
    internal static bool IsName(string name) => Name().IsMatch(name);
}
