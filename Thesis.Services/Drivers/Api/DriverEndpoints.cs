using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Access;
using Thesis.Services.Drivers.Data;
using Thesis.Services.Drivers.Domain;
using Thesis.Services.Drivers.Messaging;
using Thesis.Services.Shared.Food;
using Thesis.Services.OpenApi;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Drivers.Api;

/// <summary>Registers the caller as a driver.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Vehicle">E.g. "van"; 1 to 60 characters.</param>
/// <param name="CapacityKg">What the vehicle carries; more than 0, at most 50,000.</param>
/// <param name="Region">E.g. "los-angeles".</param>
/// <param name="Cooling">"none" (the default), "cold_box" for chilled food, or "refrigerated" for frozen food too.</param>
public sealed record DriverRequest(string Name, string Vehicle, decimal CapacityKg, string Region, string? Cooling = null)
{
    private const int MostNameCharacters = 200;
    private const int MostVehicleCharacters = 60;

    /// <summary>Notes what is wrong.</summary>
    internal Validation Validate()
    {
        var validation = new Validation();
        validation.RequireText(Name, "name", 1, MostNameCharacters);
        validation.RequireText(Vehicle, "vehicle", 1, MostVehicleCharacters);
        validation.Require(
            CapacityKg > 0 && CapacityKg <= Kilograms.Most && Kilograms.IsExact(CapacityKg),
            "capacityKg",
            $"must be more than 0, at most {Kilograms.Most}, with at most 3 decimals");
        validation.Require(Place.IsRegion(Region), "region", Place.RegionForm);
        validation.Require(Cooling is null || CoolingNames.All.Contains(Cooling), "cooling", $"must be one of {string.Join(", ", CoolingNames.All)}");
        return validation;
    }
}

/// <summary>Begins or ends a shift.</summary>
/// <param name="Region">Where the shift is driven; null leaves the driver's region as it is.</param>
public sealed record ShiftRequest(bool OnShift, string? Region = null);

/// <summary>Drivers and their shifts.</summary>
internal static class DriverEndpoints
{
    public static void Map(RouteGroupBuilder drivers)
    {
        drivers.MapPost("/", Register)
            .AsCommand(DriversModule.Schema)
            .WithAction("RegisterDriver")
            .WithDescription("Registers the caller as a driver; a user has one driver.")
            .RequireAuthorization(Policies.Driver)
            .Fails(400, 409, 422);
        drivers.MapGet("/", List)
            .WithAction("ListDrivers")
            .WithDescription("Drivers with their last positions, newest first.")
            .RequireAuthorization(Policies.Dispatcher)
            .Fails(400);
        drivers.MapGet("/me", Me)
            .WithAction("GetMyDriver")
            .WithDescription("The driver that the caller is.")
            .RequireAuthorization(Policies.Driver)
            .Fails(404);
        drivers.MapPut("/me", Update)
            .AsCommand(DriversModule.Schema)
            .WithAction("UpdateMyDriver")
            .WithDescription("Restates name, vehicle, capacity, cooling and region. If-Match is optional and checked when present.")
            .RequireAuthorization(Policies.Driver)
            .Fails(400, 404, 412, 422);
        drivers.MapPost("/me/shift", SetShift)
            .AsCommand(DriversModule.Schema)
            .WithAction("SetMyShift")
            .WithDescription("Begins or ends the caller's shift. Orders under way stay the driver's; only a driver on shift may claim more.")
            .RequireAuthorization(Policies.Driver)
            .Fails(400, 404, 422);
    }

    private static async Task<Results<Created<DriverResponse>, ProblemHttpResult>> Register(
        DriverRequest body, CommandContext context, DriverStore store, IIdGenerator ids, HttpResponse response, CancellationToken cancellationToken)
    {
        if (body.Validate().Problem is { } problem)
        {
            return problem;
        }

        var driver = new Driver
        {
            Id = ids.Next(),
            Version = 1,
            UserId = context.Actor.Subject,
            Name = body.Name.Trim(),
            Region = body.Region,
            Vehicle = body.Vehicle.Trim(),
            CapacityGrams = Kilograms.ToGrams(body.CapacityKg),
            Cooling = body.Cooling ?? CoolingNames.None,
            CreatedAt = context.Now,
        };
        if (!await store.AddAsync(context, driver, cancellationToken))
        {
            return Problems.Conflict("driver-exists", "You are registered as a driver already: GET /api/v1/drivers/me.");
        }

        context.PublishUpdated(driver);
        context.Audit("driver.registered", new Id<Kinds.Driver>(driver.Id).ToString(), new { after = Audited(driver) });
        ETags.Set(response, driver.Version);
        return TypedResults.Created("/api/v1/drivers/me", DriverResponse.Of(driver));
    }

    private static async Task<Results<Ok<Page<DriverResponse>>, ProblemHttpResult>> List(
        PageRequest page,
        DriverStore store,
        CancellationToken cancellationToken,
        [Description("Only this region.")] string? region = null,
        [Description("Only drivers on shift, or off.")] bool? onShift = null)
    {
        if (region is not null && !Place.IsRegion(region))
        {
            return Problems.Validation("region", Place.RegionForm);
        }

        var drivers = await store.ListAsync(region, onShift, page.AfterId ?? long.MaxValue, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(drivers, page, DriverResponse.Of, driver => driver.Id));
    }

    private static async Task<Ok<DriverResponse>> Me(
        ClaimsPrincipal user, DriverStore store, HttpResponse response, CancellationToken cancellationToken)
    {
        var driver = (await store.FindOfUserAsync(Actor.FromUser(user).Subject, cancellationToken)).OrRegisterFirst();
        ETags.Set(response, driver.Version);
        return TypedResults.Ok(DriverResponse.Of(driver));
    }

    private static async Task<Results<Ok<DriverResponse>, ProblemHttpResult>> Update(
        DriverRequest body, CommandContext context, DriverStore store, HttpContext http, CancellationToken cancellationToken)
    {
        if (body.Validate().Problem is { } problem)
        {
            return problem;
        }

        var before = (await store.LockOfUserAsync(context, context.Actor.Subject, cancellationToken)).OrRegisterFirst();
        IfMatch.Check(http.Request, before.Version);
        var driver = before with
        {
            Version = before.Version + 1,
            Name = body.Name.Trim(),
            Vehicle = body.Vehicle.Trim(),
            CapacityGrams = Kilograms.ToGrams(body.CapacityKg),
            Cooling = body.Cooling ?? CoolingNames.None,
            Region = body.Region,
        };
        store.Update(context, driver);
        context.PublishUpdated(driver);
        context.Audit("driver.updated", new Id<Kinds.Driver>(driver.Id).ToString(), new { before = Audited(before), after = Audited(driver) });
        ETags.Set(http.Response, driver.Version);
        return TypedResults.Ok(DriverResponse.Of(driver));
    }

    /// <summary>What the audit trail keeps of a driver; names are personal and left out.</summary>
    private static object Audited(Driver driver) =>
        new { driver.Version, driver.Region, capacityKg = Kilograms.FromGrams(driver.CapacityGrams), driver.Cooling, driver.OnShift };

    private static async Task<Results<Ok<DriverResponse>, ProblemHttpResult>> SetShift(
        ShiftRequest body, CommandContext context, DriverStore store, HttpResponse response, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.Require(body.Region is null || Place.IsRegion(body.Region), "region", Place.RegionForm);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var driver = (await store.LockOfUserAsync(context, context.Actor.Subject, cancellationToken)).OrRegisterFirst();
        var region = body.Region ?? driver.Region;
        if (driver.OnShift != body.OnShift || driver.Region != region)
        {
            var before = driver;
            driver = driver with { OnShift = body.OnShift, Region = region, Version = driver.Version + 1 };
            store.Update(context, driver);
            context.PublishUpdated(driver);
            context.Audit(
                body.OnShift ? "driver.shift_begun" : "driver.shift_ended",
                new Id<Kinds.Driver>(driver.Id).ToString(),
                new { before = Audited(before), after = Audited(driver) });
        }

        ETags.Set(response, driver.Version);
        return TypedResults.Ok(DriverResponse.Of(driver));
    }
}
