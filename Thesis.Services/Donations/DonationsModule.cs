using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.Contracts.Regions.V1;
using Thesis.Contracts.Users.V1;
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
            .On<NgoCreated, NgoHandler>(Topics.NgoCreated)
            .On<NgoUpdated, NgoHandler>(Topics.NgoUpdated)
            .On<UserDeleted, UserDeletedHandler>(Topics.UserDeleted)
            .On<RegionCreated, RegionHandler>(Topics.RegionCreated)
            .On<RegionUpdated, RegionHandler>(Topics.RegionUpdated)
            .On<AllocationsDecided, AllocationsDecidedHandler>(Topics.AllocationDecided)
            .On<OrderStatusChanged, OrderStatusChangedHandler>(Topics.OrderStatusChanged));
        builder.Services.AddOptions<DonationsOptions>().BindConfiguration(DonationsOptions.Section).ValidateDataAnnotations()
            .Validate(options => options.Values.Values.All(value => value.IsValid), "Donations:Values: a currency needs prices of at most two decimals, kinds of food that there are, a source and its day.")
            .ValidateOnStart();
        builder.AddGrpcClient<DonorsService.DonorsServiceClient>("donors", DonorsService.Descriptor);
        builder.Services.AddSingleton<DonorDirectory>();
        builder.Services.AddSingleton<DonationQueries>();
        builder.Services.AddSingleton<ImpactQuery>();
        builder.Services.AddSingleton<StatementQuery>();
        builder.Services.AddSingleton<TemplateStore>();
        builder.Services.AddSingleton<CalendarStore>();
        builder.Services.AddSingleton<TemplatePoster>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TemplatePoster>());
        builder.Services.AddSingleton<ExpirySweeper>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ExpirySweeper>());
    }

    public static void MapDonations(WebApplication app)
    {
        var donations = app.MapGroup("/api/v1/donations");
        donations.MapPost("", DonationEndpoints.CreateAsync).AsCommand(Schema).AskingForDonors()
            .RequireAuthorization(policy => policy.RequireRole(Roles.Donor, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "CreateDonation", "Offers food, or keeps a draft. The donor must be verified, and the caller act for it.")
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
            .Describe(Tag, "UpdateDonation", "Restates a donation and says what follows from it. What orders under way rely on may not change. Needs If-Match.")
            .Produces<DonationResponse>().Fails(400, 404, 409, 412, 413, 415, 422, 428);
        donations.MapPost("/{id}/publish", DonationEndpoints.PublishAsync).AsCommand(Schema)
            .RequireAuthorization(policy => policy.RequireRole(Roles.Donor, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "PublishDonation", "Offers the food of a draft.")
            .Produces<DonationResponse>().Fails(400, 404, 409, 412, 422);
        donations.MapPost("/{id}/withdraw", DonationEndpoints.WithdrawAsync).AsCommand(Schema)
            .RequireAuthorization(policy => policy.RequireRole(Roles.Donor, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "WithdrawDonation", "Withdraws, for a reason, what is not picked up yet; its orders are cancelled.")
            .Produces<DonationResponse>().Fails(400, 404, 409, 412, 413, 415, 422);
        donations.MapPost("/{id}/cancel", DonationEndpoints.CancelAsync).AsCommand(Schema)
            .RequireAuthorization(policy => policy.RequireRole(Roles.Donor, Roles.Dispatcher, Roles.Admin))
            .Describe(Tag, "CancelDonation", "Withdraws what is not picked up yet, as WithdrawDonation does without a reason.")
            .Produces<DonationResponse>().Fails(400, 404, 409, 412, 422);

        MapTemplates(app.MapGroup("/api/v1/donation-templates"));
        MapCalendars(app.MapGroup("/api/v1/calendars"));
        var impact = app.MapGroup("/api/v1/impact").RequireAuthorization(Policies.SignedIn);
        impact.MapGet("", ImpactEndpoints.GetAsync)
            .Describe("Impact", "GetImpact", "kg, meals and CO2e of what was delivered, by donor, NGO, region or donation and by day, month or year: of the caller's donors and NGOs, all for dispatchers.")
            .Fails(400);
        impact.MapGet("/csv", ImpactEndpoints.GetCsvAsync)
            .Describe("Impact", "GetImpactCsv", "The same as CSV. Grouped by donation, for a donor, it is a receipt.")
            .Produces<string>(200, "text/csv").Fails(400);
        MapStatements(app);
        app.MapGrpcService<DonationsGrpcService>();
    }

    private static void MapStatements(WebApplication app)
    {
        app.MapGet("/api/v1/receipts", StatementEndpoints.GetReceiptAsync).RequireAuthorization(Policies.SignedIn)
            .Describe("Impact", "GetReceipt", "A donor's receipt for a year, a month, a day or one donation, as JSON, CSV or PDF; for the donor's people and dispatchers.")
            .Produces<StatementResponse>(200, "application/json", "text/csv", "application/pdf").Fails(400, 404);
        app.MapGet("/api/v1/reports", StatementEndpoints.GetReportAsync).RequireAuthorization(Policies.SignedIn)
            .Describe("Impact", "GetReport", "What an NGO received in a year, a month or a day, or the NGOs of a region, as JSON, CSV or PDF; for the NGO's people and dispatchers.")
            .Produces<StatementResponse>(200, "application/json", "text/csv", "application/pdf").Fails(400, 404);
    }

    private static void MapTemplates(RouteGroupBuilder templates)
    {
        templates.RequireAuthorization(policy => policy.RequireRole(Roles.Donor, Roles.Dispatcher, Roles.Admin));
        templates.MapPost("", TemplateEndpoints.CreateAsync).AsCommand(Schema).AskingForDonors()
            .Describe(Tag, "CreateDonationTemplate", "Posts a donation by itself on some weekdays, at a local time.")
            .Fails(400, 409, 413, 415, 422);
        templates.MapGet("", TemplateEndpoints.ListAsync)
            .Describe(Tag, "ListDonationTemplates", "Recurring donations by id, a page at a time: those of the donors that the caller acts for, all for dispatchers.")
            .Fails(400);
        templates.MapGet("/{id}", TemplateEndpoints.GetAsync)
            .Describe(Tag, "GetDonationTemplate", "A recurring donation, with the day of the next one.")
            .Fails(400, 404);
        templates.MapPut("/{id}", TemplateEndpoints.UpdateAsync).AsCommand(Schema).WithIfMatch()
            .Describe(Tag, "UpdateDonationTemplate", "Restates a recurring donation; what is posted already stays as it is. Needs If-Match.")
            .Fails(400, 404, 409, 412, 413, 415, 422, 428);
        templates.MapPost("/{id}/end", TemplateEndpoints.EndAsync).AsCommand(Schema).WithIfMatch(required: false)
            .Describe(Tag, "EndDonationTemplate", "Posts nothing of it any more.")
            .Fails(400, 404, 409, 412, 422);
    }

    private static void MapCalendars(RouteGroupBuilder calendars)
    {
        calendars.MapPost("", CalendarEndpoints.CreateAsync).AsCommand(Schema).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "CreateCalendar", "Makes an address at which a calendar program reads the caller's pickups, deliveries and drives. It holds a secret, which is told once.")
            .Fails(400, 409, 422);
        calendars.MapGet("", CalendarEndpoints.ListAsync).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "ListCalendars", "The caller's calendar addresses, without their secrets.")
            .Fails();
        calendars.MapDelete("/{id}", CalendarEndpoints.DeleteAsync).AsCommand(Schema).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "DeleteCalendar", "Makes a calendar address useless.")
            .Fails(400, 404, 409, 422);
        calendars.MapGet("/feed/{secret}", CalendarEndpoints.FeedAsync).AllowAnonymous()
            .Describe(Tag, "ReadCalendar", "The calendar of an address, as iCalendar.")
            .Produces<string>(200, "text/calendar").ProducesProblem(404);
    }
}
