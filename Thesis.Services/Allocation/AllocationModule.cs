using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Donations.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.Contracts.Regions.V1;
using Thesis.Contracts.Strategies;
using Thesis.ServiceDefaults;
using Thesis.Services.Access;
using Thesis.Services.Allocation.Api;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Allocation.Domain;
using Thesis.Services.Allocation.Messaging;

namespace Thesis.Services.Allocation;

/// <summary>Allocation: decides per region which NGO gets which food, through the engine, and keeps the ledger of NGO capacity.</summary>
public static class AllocationModule
{
    public const string Schema = "allocation";

    public static void AddAllocation(WebApplicationBuilder builder)
    {
        builder.AddMigrations(Schema, typeof(AllocationModule).Assembly, "Thesis.Services.Allocation.Data.Migrations");
        builder.Services.AddOptions<AllocationOptions>().BindConfiguration("Allocation").ValidateDataAnnotations()
            .Validate(o => BuiltInStrategies.Find(o.StrategyVersion) is not null, "Allocation:StrategyVersion must name a built-in strategy; regions choose others.")
            .ValidateOnStart();
        builder.Services.AddSingleton<RegionCalendar>();
        builder.Services.AddSingleton<RegionSignal>();
        builder.Services.AddSingleton<ProjectionStore>();
        builder.Services.AddSingleton<ProblemStore>();
        builder.Services.AddSingleton<LedgerStore>();
        builder.Services.AddSingleton<RunStore>();
        builder.Services.AddSingleton<RunQuery>();
        builder.Services.AddSingleton<StrategyStore>();
        builder.Services.AddSingleton<ExplanationStore>();
        builder.Services.AddSingleton<FairnessQuery>();
        builder.Services.AddSingleton<RegionClock>();
        builder.Services.AddSingleton<PriceStore>();
        builder.Services.AddSingleton<DayChoice>();
        builder.Services.AddSingleton<RunStarter>();
        builder.Services.AddSingleton<RunApplication>();
        builder.Services.AddSingleton<AllocationScheduler>();
        builder.Services.AddHostedService(services => services.GetRequiredService<AllocationScheduler>());
        builder.AddEventConsumer("allocation", Schema, consumer =>
        {
            // Events of several orders touch the same NGO's day; one partition at a time, they never wait for each other.
            consumer.MaxConcurrency = 1;
            consumer.On<DonationCreated, DonationProjectionHandler>(Topics.DonationCreated);
            consumer.On<DonationUpdated, DonationProjectionHandler>(Topics.DonationUpdated);
            consumer.On<NgoCreated, NgoProjectionHandler>(Topics.NgoCreated);
            consumer.On<NgoUpdated, NgoProjectionHandler>(Topics.NgoUpdated);
            consumer.On<RegionCreated, RegionHandler>(Topics.RegionCreated);
            consumer.On<RegionUpdated, RegionHandler>(Topics.RegionUpdated);
            consumer.On<AllocationCompleted, AllocationCompletedHandler>(Topics.AllocationCompleted);
            consumer.On<DonationsAllocated, DonationsAllocatedHandler>(Topics.DonationAllocated);
            consumer.On<OrderStatusChanged, OrderEndedHandler>(Topics.OrderStatusChanged);
        });
    }

    public static void MapAllocation(WebApplication app)
    {
        RunEndpoints.Map(app.MapGroup("/api/v1/allocation-runs").WithTags("Allocation"));
        app.MapGet("/api/v1/fairness", FairnessEndpoint.Get)
            .WithTags("Allocation")
            .WithAction("GetFairness")
            .WithName("GetFairness")
            .WithDescription("Who of a region got how much for its need in the last weeks, who got least first.")
            .RequireAuthorization(Policies.Dispatcher)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        StrategyEndpoints.Map(app.MapGroup("/api/v1/allocation-strategies").WithTags("Allocation"));
    }
}
