using Microsoft.AspNetCore.Mvc;
using Thesis.Contracts;
using Thesis.Contracts.Accounts.V1;
using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Api;
using Thesis.Services.Ngos.Data;
using Thesis.Services.Ngos.Messaging;
using Thesis.Services.OpenApi;
using Thesis.Services.Shared.CsvImport;

namespace Thesis.Services.Ngos;

/// <summary>The NGOs service: who receives food, where, and who acts for them.</summary>
public static class NgosModule
{
    public const string Schema = "ngos";

    private const string Tag = "Ngos";

    public static void AddNgos(WebApplicationBuilder builder)
    {
        builder.AddMigrations(Schema, typeof(NgosModule).Assembly, "Thesis.Services.Ngos.Data.Migrations");
        builder.Services.AddSingleton<NgoStore>();
        builder.AddEventConsumer(Schema, Schema, events => events
            .On<OrganisationJoined, OrganisationJoinedHandler>(Topics.OrganisationJoined)
            .On<UserDeleted, UserDeletedHandler>(Topics.UserDeleted));
    }

    public static void MapNgos(WebApplication app)
    {
        var ngos = app.MapGroup("/api/v1/ngos");
        ngos.MapPost("", NgoEndpoints.Create).AsCommand(Schema)
            .RequireAuthorization(policy => policy.RequireRole(Roles.Ngo, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "CreateNgo", "Registers an NGO. An NGO user becomes its manager; a dispatcher's ngo is verified at once.")
            .Produces<NgoResponse>(201).Fails(400, 409, 413, 415, 422);
        ngos.MapGet("", NgoLists.ListAsync).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "ListNgos", "NGOs by id, a page at a time; of a region, verified ones, or the caller's own.")
            .Produces<Page<NgoResponse>>().Fails(400);
        ngos.MapGet("/map", NgoLists.MapAsync).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "MapNgos", "The NGOs of a region as points for a map.")
            .Produces<NgoMap>().Fails(400);
        ngos.MapGet("/opening-hours", NgoLists.ReadHours).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "ReadOpeningHours", "How opening hours are understood that people have written, before they are stored.")
            .Fails(400);
        ngos.MapGet("/{id}", NgoEndpoints.GetAsync).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "GetNgo", "An NGO. Its managers are shown to themselves and to dispatchers.")
            .Produces<NgoResponse>().Fails(400, 404);
        ngos.MapPut("/{id}", NgoEndpoints.UpdateAsync).AsCommand(Schema)
            .RequireAuthorization(policy => policy.RequireRole(Roles.Ngo, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "UpdateNgo", "Replaces what is known of an NGO. Needs If-Match.")
            .Produces<NgoResponse>().Fails(400, 404, 409, 412, 413, 415, 422, 428);
        ngos.MapPut("/{id}/managers", NgoEndpoints.UpdateManagersAsync).AsCommand(Schema).WithIfMatch()
            .RequireAuthorization(policy => policy.RequireRole(Roles.Ngo, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "UpdateNgoManagers", "Replaces who acts for an NGO: rights are gone at once, and given at once. Needs If-Match.")
            .Produces<NgoResponse>().Fails(400, 404, 409, 412, 413, 415, 422, 428);
        ngos.MapPut("/{id}/contacts", IntakeEndpoints.UpdateContactsAsync).AsCommand(Schema).WithIfMatch()
            .RequireAuthorization(policy => policy.RequireRole(Roles.Ngo, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "UpdateNgoContacts", "Replaces whom to ask at an NGO's place and how to get in. Needs If-Match.")
            .Fails(400, 404, 409, 412, 413, 415, 422, 428);
        ngos.MapPut("/{id}/calendar", IntakeEndpoints.UpdateCalendarAsync).AsCommand(Schema).WithIfMatch()
            .RequireAuthorization(policy => policy.RequireRole(Roles.Ngo, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "UpdateNgoCalendar", "Replaces an NGO's closed days and its days of another capacity. Needs If-Match.")
            .Fails(400, 404, 409, 412, 413, 415, 422, 428);
        ngos.MapPost("/{id}/pause", IntakeEndpoints.PauseAsync).AsCommand(Schema).WithIfMatch(required: false)
            .RequireAuthorization(policy => policy.RequireRole(Roles.Ngo, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "PauseNgo", "Takes no food for days before one, or until it is resumed. Orders that are under way stay.")
            .Fails(400, 404, 409, 412, 413, 415, 422);
        ngos.MapPost("/{id}/resume", IntakeEndpoints.ResumeAsync).AsCommand(Schema).WithIfMatch(required: false)
            .RequireAuthorization(policy => policy.RequireRole(Roles.Ngo, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "ResumeNgo", "Takes food again.")
            .Fails(400, 404, 409, 412, 422);
        ngos.MapPost("/{id}/leave", NgoPeopleEndpoints.LeaveAsync).AsCommand(Schema).WithIfMatch(required: false).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "LeaveNgo", "The caller stops acting for an NGO. Its last manager hands it over first.")
            .Fails(400, 404, 409, 412, 422);
        ngos.MapPost("/{id}/transfer", NgoPeopleEndpoints.TransferAsync).AsCommand(Schema).WithIfMatch(required: false).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "TransferNgo", "The caller hands an NGO over to somebody who acts for it already, and stops acting for it.")
            .Fails(400, 404, 409, 412, 413, 415, 422);
        ngos.MapPut("/{id}/locations", NgoEndpoints.UpdateLocationsAsync).AsCommand(Schema).WithIfMatch()
            .RequireAuthorization(policy => policy.RequireRole(Roles.Ngo, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "UpdateNgoLocations", "Replaces the further places of an NGO, beside its first. Needs If-Match.")
            .Fails(400, 404, 409, 412, 413, 415, 422, 428);
        ngos.MapPost("/{id}/verify", NgoEndpoints.VerifyAsync).AsCommand(Schema).RequireAuthorization(Policies.Dispatcher)
            .Describe(Tag, "VerifyNgo", "Says that an NGO is who it claims to be, so that it is offered food.")
            .Produces<NgoResponse>().Fails(400, 404, 409, 422);
        ngos.MapPost("/import", NgoImport.ImportAsync).RequireAuthorization(Policies.Dispatcher)
            .WithMetadata(new RequestSizeLimitAttribute(CsvUpload.MostBytes))
            .Accepts<string>(CsvUpload.ContentType)
            .Describe(Tag, "ImportNgos", "Takes NGOs from CSV: name,kind,address,city,zip,latitude,longitude,opening_hours and, if wanted, daily_capacity_kg,daily_slots,storage_classes,food_preferences,priority. Good rows are kept, others reported; the same file again changes nothing.")
            .Produces<ImportReport>().Fails(400, 413, 415);

        app.MapGrpcService<NgosGrpcService>();
    }
}
