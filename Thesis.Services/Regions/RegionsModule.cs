using Thesis.Contracts;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.OpenApi;
using Thesis.Services.Regions.Api;
using Thesis.Services.Regions.Data;
using Thesis.Services.Regions.Domain;
using Thesis.Services.Regions.Messaging;

namespace Thesis.Services.Regions;

/// <summary>
/// The regions service: the cells of the system, with their time zones and customs. An administrator states a region; one that
/// a place names before is registered by itself, with assumptions that wait for an administrator.
/// </summary>
public static class RegionsModule
{
    public const string Schema = "regions";

    private const string Tag = "Regions";

    public static void AddRegions(WebApplicationBuilder builder)
    {
        builder.AddMigrations(Schema, typeof(RegionsModule).Assembly, "Thesis.Services.Regions.Data.Migrations");
        builder.Services.AddOptions<RegionsOptions>().BindConfiguration(RegionsOptions.Section).ValidateDataAnnotations()
            .Validate(o => o.TimeZones.Values.Append(o.DefaultTimeZone).All(Region.IsTimeZone), "Regions:TimeZones and Regions:DefaultTimeZone must be IANA time zones.")
            .ValidateOnStart();
        builder.Services.AddSingleton<RegionStore>();
        builder.Services.AddSingleton<KnownRegions>();
        builder.AddEventConsumer(Schema, Schema, events => events
            .On<DonorCreated, PlaceCreatedHandler>(Topics.DonorCreated)
            .On<NgoCreated, PlaceCreatedHandler>(Topics.NgoCreated));
    }

    public static void MapRegions(WebApplication app)
    {
        var regions = app.MapGroup("/api/v1/regions");
        regions.MapPost("", RegionEndpoints.CreateAsync).AsCommand(Schema).RequireAuthorization(Policies.Admin)
            .Describe(Tag, "CreateRegion", "Registers a region with its time zone, units, language, currency and outline.")
            .Fails(400, 409, 413, 415, 422);
        regions.MapGet("", RegionEndpoints.ListAsync).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "ListRegions", "All regions by their short names, a page at a time, whether or not food was ever allocated there.")
            .Fails(400);
        regions.MapGet("/{region}", RegionEndpoints.GetAsync).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "GetRegion", "A region.")
            .Fails(400, 404);
        regions.MapPut("/{region}", RegionEndpoints.UpdateAsync).AsCommand(Schema).WithIfMatch().RequireAuthorization(Policies.Admin)
            .Describe(Tag, "UpdateRegion", "Replaces what is known of a region. Needs If-Match.")
            .Fails(400, 404, 409, 412, 413, 415, 422, 428);

        app.MapGrpcService<RegionsGrpcService>();
    }
}
