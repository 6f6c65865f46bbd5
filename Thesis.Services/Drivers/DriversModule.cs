using Thesis.Contracts;
using Thesis.Contracts.Orders.V1;
using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Drivers.Api;
using Thesis.Services.Drivers.Data;
using Thesis.Services.Drivers.Messaging;

namespace Thesis.Services.Drivers;

/// <summary>Drivers: registration, shifts, claims, positions, and the pickup and delivery of their orders.</summary>
public static class DriversModule
{
    public const string Schema = "drivers";

    public static void AddDrivers(WebApplicationBuilder builder)
    {
        builder.AddMigrations(Schema, typeof(DriversModule).Assembly, "Thesis.Services.Drivers.Data.Migrations");
        builder.AddGrpcClient<OrdersService.OrdersServiceClient>("orders", OrdersService.Descriptor);
        builder.Services.AddOptions<DriversOptions>().BindConfiguration("Drivers").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<DriverStore>();
        builder.Services.AddSingleton<DriverOrderStore>();
        builder.Services.AddSingleton<PositionStore>();
        builder.Services.AddSingleton<PositionPartitions>();
        builder.Services.AddSingleton<DriverUpkeep>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DriverUpkeep>());
        builder.AddEventConsumer("drivers", Schema, consumer =>
            consumer.On<OrderStatusChanged, OrderProjectionHandler>(Topics.OrderStatusChanged).On<UserDeleted, UserDeletedHandler>(Topics.UserDeleted));
    }

    public static void MapDrivers(WebApplication app)
    {
        var drivers = app.MapGroup("/api/v1/drivers").WithTags("Drivers");
        DriverEndpoints.Map(drivers);
        PositionEndpoints.Map(drivers);
        DriverOrderEndpoints.Map(drivers);
        app.MapGrpcService<DriversGrpcService>();
    }
}
