using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Api;
using Thesis.Services.Donations.Data;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Donations.Messaging;
using Thesis.Services.OpenApi;

namespace Thesis.Services.Donations;

/// <summary>The donations service: what food is offered, and where each kilogram of it is.</summary>
public static class DonationsModule
{
    public const string Schema = "donations";

    private const string Tag = "Donations";

    public static void AddDonations(WebApplicationBuilder builder)
    {
        builder.AddMigrations(Schema, typeof(DonationsModule).Assembly, "Thesis.Services.Donations.Data.Migrations");
        builder.AddEventConsumer(Schema, Schema, events => events
            .On<DonorCreated, DonorHandler>(Topics.DonorCreated)
            .On<DonorUpdated, DonorHandler>(Topics.DonorUpdated)
            .On<AllocationsDecided, AllocationsDecidedHandler>(Topics.AllocationDecided)
            .On<OrderStatusChanged, OrderStatusChangedHandler>(Topics.OrderStatusChanged));
        builder.Services.AddOptions<DonationsOptions>().BindConfiguration(DonationsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.AddGrpcClient<DonorsService.DonorsServiceClient>("donors", DonorsService.Descriptor);
        builder.Services.AddSingleton<DonorDirectory>();
        builder.Services.AddSingleton<DonationQueries>();
        builder.Services.AddSingleton<ExpirySweeper>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ExpirySweeper>());
    }

    public static void MapDonations(WebApplication app)
    {
        var donations = app.MapGroup("/api/v1/donations");
        donations.MapPost("", DonationEndpoints.CreateAsync).AsCommand(Schema)
            .RequireAuthorization(policy => policy.RequireRole(Roles.Donor, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "CreateDonation", "Offers food. The donor must be verified, and the caller act for it.")
            .Produces<DonationResponse>(201).Fails(400, 409, 413, 415, 422);
        donations.MapGet("", DonationLists.ListAsync).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "ListDonations", "Donations, newest first, a page at a time; of a region, a status, a donor, or the caller's own.")
            .Produces<Page<DonationResponse>>().Fails(400);
        donations.MapGet("/map", DonationLists.MapAsync).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "MapDonations", "The open donations of a region as points for a map.")
            .Produces<DonationMap>().Fails(400);
        donations.MapGet("/{id}", DonationEndpoints.GetAsync).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "GetDonation", "A donation with where each part of it is.")
            .Produces<DonationResponse>().Fails(400, 404);
        donations.MapPut("/{id}", DonationEndpoints.UpdateAsync).AsCommand(Schema)
            .RequireAuthorization(policy => policy.RequireRole(Roles.Donor, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "UpdateDonation", "Restates a donation while nothing of it is reserved. Needs If-Match.")
            .Produces<DonationResponse>().Fails(400, 404, 409, 412, 413, 415, 422, 428);
        donations.MapPost("/{id}/cancel", DonationEndpoints.CancelAsync).AsCommand(Schema)
            .RequireAuthorization(policy => policy.RequireRole(Roles.Donor, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "CancelDonation", "Withdraws what is not picked up yet; its orders are cancelled.")
            .Produces<DonationResponse>().Fails(400, 404, 409, 412, 422);

        app.MapGrpcService<DonationsGrpcService>();
    }
}
