using Thesis.Contracts;
using Thesis.Contracts.Donations.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Drivers.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Regions.V1;
using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Api;
using Thesis.Services.Orders.Data;
using Thesis.Services.Orders.Messaging;

namespace Thesis.Services.Orders;

/// <summary>Orders: each confirmed lot on its way from the donor to the NGO, with every compensation.</summary>
public static class OrdersModule
{
    public const string Schema = "orders";

    public static void AddOrders(WebApplicationBuilder builder)
    {
        builder.AddMigrations(Schema, typeof(OrdersModule).Assembly, "Thesis.Services.Orders.Data.Migrations");
        builder.Services.AddOptions<OrdersOptions>().BindConfiguration("Orders").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<RegionDirectory>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RegionDirectory>());
        builder.Services.AddSingleton<OrderStore>();
        builder.Services.AddSingleton<OwnerStore>();
        builder.Services.AddSingleton<CarrierStore>();
        builder.Services.AddSingleton<HistoryStore>();
        builder.Services.AddSingleton<OrderQuery>();
        builder.Services.AddSingleton<OrderFulfilment>();
        builder.Services.AddSingleton<OrderSweeper>();
        builder.Services.AddHostedService(services => services.GetRequiredService<OrderSweeper>());
        builder.AddEventConsumer("orders", Schema, consumer =>
        {
            consumer.On<DonationsAllocated, DonationsAllocatedHandler>(Topics.DonationAllocated);
            consumer.On<DonationUpdated, DonationUpdatedHandler>(Topics.DonationUpdated);
            consumer.On<DonorCreated, OwnerHandler>(Topics.DonorCreated);
            consumer.On<DonorUpdated, OwnerHandler>(Topics.DonorUpdated);
            consumer.On<NgoCreated, OwnerHandler>(Topics.NgoCreated);
            consumer.On<NgoUpdated, OwnerHandler>(Topics.NgoUpdated);
            consumer.On<RegionCreated, RegionHandler>(Topics.RegionCreated);
            consumer.On<RegionUpdated, RegionHandler>(Topics.RegionUpdated);
            consumer.On<UserDeleted, UserDeletedHandler>(Topics.UserDeleted);
            consumer.On<DriverUpdated, DriverHandler>(Topics.DriverUpdated);
            consumer.On<DriverLocationUpdated, DriverHandler>(Topics.DriverLocationUpdated);
        });
    }

    public static void MapOrders(WebApplication app)
    {
        var orders = app.MapGroup("/api/v1/orders").WithTags("Orders");
        OrderQueryEndpoints.Map(orders);
        AnswerEndpoints.Map(orders);
        DispatchEndpoints.Map(orders);
        app.MapGrpcService<OrdersGrpcService>();
    }
}
