using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;
using Thesis.Services.Access;
using Thesis.Services.Drivers.Data;
using Thesis.Services.Drivers.Domain;
using Thesis.Services.Drivers.Messaging;
using Thesis.Services.OpenApi;
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
/// <param name="Rejected">Positions that are wrong; they are left out, the others are kept.</param>
public sealed record PositionsResponse(int Accepted, int Known, IReadOnlyList<RejectedPosition> Rejected);

/// <summary>A position that is wrong.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Errors">By field, each with its remedy.</param>
public sealed record RejectedPosition(int Index, IReadOnlyDictionary<string, string> Errors);

/// <summary>The driver's position stream, in batches.</summary>
internal static class PositionEndpoints
{
    private const int MostPositions = 500;
    private const double MostAccuracyM = 10_000;

    public static void Map(RouteGroupBuilder drivers) => drivers.MapPost("/me/positions", Add)
        .AsCommand(DriversModule.Schema)
        .WithAction("AddMyPositions")
        .WithDescription(
            "Takes 1 to 500 positions of the caller; those who watch the driver or an order under way see them at once. Of a batch with "
            + "some that are wrong the good ones are kept and the others named; a batch without a good one is refused.")
        .RequireAuthorization(Policies.Driver)
        .Fails(400, 404, 422);

    private static async Task<Results<Ok<PositionsResponse>, ProblemHttpResult>> Add(
        PositionsRequest body,
        CommandContext context,
        DriverStore drivers,
        PositionStore positions,
        DriverOrderStore orders,
        IOptions<DriversOptions> options,
        CancellationToken cancellationToken)
    {
        if (body.Positions.Count is < 1 or > MostPositions)
        {
            return Problems.Validation("positions", $"must hold 1 to {MostPositions} positions");
        }

        var (good, rejected) = Sort(body.Positions, context.Now, options.Value);
        if (good.Count == 0)
        {
            return Refuse(rejected);
        }

        var driver = (await drivers.FindOfUserAsync(context, context.Actor.Subject, cancellationToken)).OrRegisterFirst();
        var oldestFirst = good.OrderBy(p => p.Time).DistinctBy(p => p.Time).ToList();
        var added = await positions.AddAsync(context, driver.Id, oldestFirst, cancellationToken);
        if (added > 0)
        {
            context.PublishLocation(driver, oldestFirst, await orders.ActiveIdsAsync(context, driver.Id, cancellationToken));
        }

        return TypedResults.Ok(new PositionsResponse(added, good.Count - added, rejected));
    }

    private static (List<DriverPosition> Good, List<RejectedPosition> Rejected) Sort(
        IReadOnlyList<PositionRequest> positions, DateTimeOffset now, DriversOptions options)
    {
        var good = new List<DriverPosition>(positions.Count);
        var rejected = new List<RejectedPosition>();
        for (var i = 0; i < positions.Count; i++)
        {
            var errors = Errors(positions[i], now, options).ToDictionary(error => error.Field, error => error.Remedy);
            if (errors.Count == 0)
            {
                good.Add(new DriverPosition(positions[i].Latitude, positions[i].Longitude, positions[i].Time, positions[i].AccuracyM));
            }
            else
            {
                rejected.Add(new RejectedPosition(i, errors));
            }
        }

        return (good, rejected);
    }

    private static IEnumerable<(string Field, string Remedy)> Errors(PositionRequest? position, DateTimeOffset now, DriversOptions options)
    {
        // Null reaches here: the JSON rules look at properties, not at a list's items.
        if (position is null)
        {
            yield return ("", "must be a position");
            yield break;
        }

        if (!Place.IsLatitude(position.Latitude))
        {
            yield return ("latitude", "must be from -90 to 90");
        }

        if (!Place.IsLongitude(position.Longitude))
        {
            yield return ("longitude", "must be from -180 to 180");
        }

        if (position.AccuracyM is not (>= 0 and <= MostAccuracyM))
        {
            yield return ("accuracyM", $"must be from 0 to {MostAccuracyM} metres");
        }

        if (position.Time > now + options.ClockAhead)
        {
            yield return ("time", "must not be in the future; check the device's clock");
        }
        else if (position.Time < now - options.OldestPosition)
        {
            yield return ("time", $"must be at most {options.OldestPosition.TotalHours:0.#} hours ago");
        }
    }

    private static ProblemHttpResult Refuse(IEnumerable<RejectedPosition> rejected)
    {
        var validation = new Validation();
        foreach (var position in rejected)
        {
            foreach (var (field, remedy) in position.Errors)
            {
                validation.Add(field.Length > 0 ? $"positions[{position.Index}].{field}" : $"positions[{position.Index}]", remedy);
            }
        }

        return validation.Problem ?? throw new InvalidOperationException("A batch was refused that nothing is wrong with.");
    }
}
