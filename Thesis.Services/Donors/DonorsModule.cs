using Microsoft.AspNetCore.Mvc;
using Thesis.Contracts;
using Thesis.Contracts.Accounts.V1;
using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donors.Api;
using Thesis.Services.Donors.Data;
using Thesis.Services.Donors.Messaging;
using Thesis.Services.OpenApi;
using Thesis.Services.Shared.CsvImport;

namespace Thesis.Services.Donors;

/// <summary>The donors service: who gives food, where, and who acts for them.</summary>
public static class DonorsModule
{
    public const string Schema = "donors";

    private const string Tag = "Donors";

    public static void AddDonors(WebApplicationBuilder builder)
    {
        builder.AddMigrations(Schema, typeof(DonorsModule).Assembly, "Thesis.Services.Donors.Data.Migrations");
        builder.Services.AddSingleton<DonorStore>();
        builder.AddEventConsumer(Schema, Schema, events => events
            .On<OrganisationJoined, OrganisationJoinedHandler>(Topics.OrganisationJoined)
            .On<UserDeleted, UserDeletedHandler>(Topics.UserDeleted));
    }

    public static void MapDonors(WebApplication app)
    {
        var donors = app.MapGroup("/api/v1/donors");
        donors.MapPost("", DonorEndpoints.Create).AsCommand(Schema)
            .RequireAuthorization(policy => policy.RequireRole(Roles.Donor, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "CreateDonor", "Registers a donor. A donor user becomes its manager; a dispatcher's donor is verified at once.")
            .Produces<DonorResponse>(201).Fails(400, 409, 413, 415, 422);
        donors.MapGet("", DonorLists.ListAsync).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "ListDonors", "Donors by id, a page at a time; of a region, verified ones, or the caller's own.")
            .Produces<Page<DonorResponse>>().Fails(400);
        donors.MapGet("/map", DonorLists.MapAsync).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "MapDonors", "The donors of a region as points for a map.")
            .Produces<DonorMap>().Fails(400);
        donors.MapGet("/{id}", DonorEndpoints.GetAsync).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "GetDonor", "A donor. Its managers are shown to themselves and to dispatchers.")
            .Produces<DonorResponse>().Fails(400, 404);
        donors.MapPut("/{id}", DonorEndpoints.UpdateAsync).AsCommand(Schema)
            .RequireAuthorization(policy => policy.RequireRole(Roles.Donor, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "UpdateDonor", "Replaces what is known of a donor. Needs If-Match.")
            .Produces<DonorResponse>().Fails(400, 404, 409, 412, 413, 415, 422, 428);
        donors.MapPut("/{id}/managers", DonorEndpoints.UpdateManagersAsync).AsCommand(Schema).WithIfMatch()
            .RequireAuthorization(policy => policy.RequireRole(Roles.Donor, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "UpdateDonorManagers", "Replaces who acts for a donor: rights are gone at once, and given at once. Needs If-Match.")
            .Produces<DonorResponse>().Fails(400, 404, 409, 412, 413, 415, 422, 428);
        donors.MapPut("/{id}/contacts", DonorEndpoints.UpdateContactsAsync).AsCommand(Schema).WithIfMatch()
            .RequireAuthorization(policy => policy.RequireRole(Roles.Donor, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "UpdateDonorContacts", "Replaces whom to ask at a donor's place and how to get in. Needs If-Match.")
            .Fails(400, 404, 409, 412, 413, 415, 422, 428);
        donors.MapPost("/{id}/leave", DonorPeopleEndpoints.LeaveAsync).AsCommand(Schema).WithIfMatch(required: false).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "LeaveDonor", "The caller stops acting for a donor. Its last manager hands it over first.")
            .Fails(400, 404, 409, 412, 422);
        donors.MapPost("/{id}/transfer", DonorPeopleEndpoints.TransferAsync).AsCommand(Schema).WithIfMatch(required: false).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "TransferDonor", "The caller hands a donor over to somebody who acts for it already, and stops acting for it.")
            .Fails(400, 404, 409, 412, 413, 415, 422);
        donors.MapPut("/{id}/locations", DonorEndpoints.UpdateLocationsAsync).AsCommand(Schema).WithIfMatch()
            .RequireAuthorization(policy => policy.RequireRole(Roles.Donor, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "UpdateDonorLocations", "Replaces the further places of a donor, beside its first. Needs If-Match.")
            .Fails(400, 404, 409, 412, 413, 415, 422, 428);
        donors.MapPost("/{id}/verify", DonorEndpoints.VerifyAsync).AsCommand(Schema).RequireAuthorization(Policies.Dispatcher)
            .Describe(Tag, "VerifyDonor", "Says that a donor is who it claims to be, so that it may post donations.")
            .Produces<DonorResponse>().Fails(400, 404, 409, 422);
        donors.MapPost("/import", DonorImport.ImportAsync).RequireAuthorization(Policies.Dispatcher)
            .WithMetadata(new RequestSizeLimitAttribute(CsvUpload.MostBytes))
            .Accepts<string>(CsvUpload.ContentType)
            .Describe(Tag, "ImportDonors", "Takes donors from CSV: name,kind,address,city,zip,latitude,longitude,opening_hours. Good rows are kept, others reported; the same file again changes nothing.")
            .Produces<ImportReport>().Fails(400, 413, 415);

        app.MapGrpcService<DonorsGrpcService>();
    }
}
