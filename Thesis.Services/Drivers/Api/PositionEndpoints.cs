using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;
using Thesis.Services.Drivers.Data;
using Thesis.Services.Drivers.Domain;
using Thesis.Services.Drivers.Messaging;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Drivers.Api;

/// <summary>Where the driver was.</summary>
/// <param name="Latitude">WGS84 degrees, -90 to 90.</param>
/// <param name="Longitude">WGS84 degrees, -180 to 180.</param>
/// <param name="Time">When, by the device's clock; at most 24 h ago and not in the future.</param>
/// <param name="AccuracyM">Metres, 0 to 10,000; 0 when unknown.</param>
public sealed record PositionRequest(double Latitude, double Longitude, DateTimeOffset Time, double AccuracyM = 0);

/// <summary>A batch of positions.</summary>
/// <param name="Positions">1 to 500, in any order.</param>
public sealed record PositionsRequest(IReadOnlyList<PositionRequest> Positions);

/// <summary>What became of a batch.</summary>
/// <param name="Accepted">Positions that were new.</param>
/// <param name="Known">Positions of a time that was known already; they are left out.</param>
public sealed record PositionsResponse(int Accepted, int Known);

/// <summary>The driver's position stream, in batches.</summary>
internal static class PositionEndpoints
{
    private const int MostPositions = 500;
    private const double MostAccuracyM = 10_000;

    public static void Map(RouteGroupBuilder drivers) => drivers.MapPost("/me/positions", Add)
        .AsCommand(DriversModule.Schema)
        .WithName("AddMyPositions")
        .WithDescription("Takes 1 to 500 positions of the caller; those who watch the driver or an order under way see them at once.")
        .RequireAuthorization(Policies.Driver)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<PositionsResponse>, ProblemHttpResult>> Add(
        PositionsRequest body,
        CommandContext context,
        DriverStore drivers,
        PositionStore positions,
        DriverOrderStore orders,
        IOptions<DriversOptions> options,
        CancellationToken cancellationToken)
    {
        if (Check(body.Positions, context.Now, options.Value) is { } problem)
        {
            return problem;
        }

        var driver = (await drivers.FindOfUserAsync(context, context.Actor.Subject, cancellationToken)).OrRegisterFirst();
        var oldestFirst = body.Positions
            .Select(p => new DriverPosition(p.Latitude, p.Longitude, p.Time, p.AccuracyM))
            .OrderBy(p => p.Time)
            .DistinctBy(p => p.Time)
            .ToList();
        var added = await positions.AddAsync(context, driver.Id, oldestFirst, cancellationToken);
        if (added > 0)
        {
            context.PublishLocation(driver, oldestFirst, await orders.ActiveIdsAsync(context, driver.Id, cancellationToken));
        }

        return TypedResults.Ok(new PositionsResponse(added, body.Positions.Count - added));
    }

    private static ProblemHttpResult? Check(IReadOnlyList<PositionRequest> positions, DateTimeOffset now, DriversOptions options)
    {
        var validation = new Validation();
        if (!validation.Require(positions.Count is >= 1 and <= MostPositions, "positions", $"must hold 1 to {MostPositions} positions"))
        {
            return validation.Problem;
        }

        for (var i = 0; i < positions.Count; i++)
        {
            // Null reaches here: the JSON rules look at properties, not at a list's items.
            if (positions[i] is not { } position)
            {
                validation.Add($"positions[{i}]", "must be a position");
                continue;
            }

            var field = $"positions[{i}]";
            validation.Require(Place.IsLatitude(position.Latitude), $"{field}.latitude", "must be from -90 to 90");
            validation.Require(Place.IsLongitude(position.Longitude), $"{field}.longitude", "must be from -180 to 180");
            validation.Require(position.AccuracyM is >= 0 and <= MostAccuracyM, $"{field}.accuracyM", $"must be from 0 to {MostAccuracyM} metres");
            validation.Require(position.Time <= now + options.ClockAhead, $"{field}.time", "must not be in the future; check the device's clock");
            validation.Require(
                position.Time >= now - options.OldestPosition, $"{field}.time", $"must be at most {options.OldestPosition.TotalHours:0.#} hours ago");
        }

        return validation.Problem;
    }
}
