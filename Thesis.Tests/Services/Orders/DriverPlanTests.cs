using NodaTime;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Tests.Orders;

public class DriverPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly Stop Downtown = new(34.05, -118.25, "");

    [Fact]
    public void A_drive_takes_the_great_circle_by_road_at_city_speed()
    {
        var north = new Stop(35.05, -118.25, "");

        Assert.InRange(TravelTime.GreatCircleKm(Downtown, north), 111.1, 111.3);
        Assert.InRange(TravelTime.Between(Downtown, north).TotalHours, 3.60, 3.63);
        Assert.Equal(TimeSpan.Zero, TravelTime.Between(Downtown, Downtown));
    }

    [Fact]
    public void Two_pickups_on_the_way_are_reached_and_two_far_apart_at_once_are_not()
    {
        Assert.Null(Plan(Downtown, NewOrder(34.05, hours: 1), NewOrder(34.06, hours: 1)).Late);

        var late = Plan(Downtown, NewOrder(34.05, hours: 1), NewOrder(35.05, hours: 1)).Late;

        Assert.Equal((35.05, true), (late?.Order.Pickup.Latitude, late?.IsPickup));
        Assert.InRange(late?.By.TotalHours ?? 0, 2.6, 3.3);
    }

    [Fact]
    public void The_order_of_stops_is_found_in_which_all_are_in_time()
    {
        // The far one closes first; driving to the near one before would miss it.
        Assert.Null(Plan(Downtown, NewOrder(34.05, hours: 9), NewOrder(34.6, hours: 2.2)).Late);
    }

    [Fact]
    public void One_order_alone_is_late_for_a_driver_who_is_far_away() =>
        Assert.NotNull(Plan(new Stop(36, -118.25, ""), NewOrder(34.05, hours: 1)).Late);

    [Fact]
    public void A_driver_whose_place_is_unknown_is_taken_to_be_at_the_first_stop() =>
        Assert.Null(Plan(null, NewOrder(34.05, hours: 1)).Late);

    [Fact]
    public void A_delivery_waits_until_the_NGO_opens_and_is_late_after_it_closed()
    {
        Assert.Null(Plan(Downtown, NewOrder(34.05, hours: 1) with { NgoOpeningHours = "Wed 15:00-16:00" }).Late);

        var late = Plan(Downtown, NewOrder(34.05, hours: 1) with { NgoOpeningHours = "Wed 10:00-10:05" }).Late;

        Assert.False(late?.IsPickup ?? true);
    }

    [Fact]
    public void What_is_on_board_has_only_to_be_delivered()
    {
        var onBoard = NewOrder(34.05, hours: -1) with { Status = OrderStatus.PickedUp };

        Assert.Null(Plan(Downtown, onBoard, NewOrder(34.06, hours: 1)).Late);
    }

    private static DriverPlan Plan(Stop? from, params Order[] orders) => DriverPlan.Of(orders, from, Now, DateTimeZone.Utc);

    /// <summary>A pickup that is open for so many hours, with the delivery a kilometre on, good until the evening.</summary>
    private static Order NewOrder(double latitude, double hours) => new()
    {
        Id = Logistics.NextId(),
        Version = 1,
        AllocationId = 1,
        RunId = 1,
        DonationId = 1,
        DonorId = 1,
        NgoId = 1,
        Region = "x",
        Status = OrderStatus.Accepted,
        ProposedGrams = 1,
        Grams = 1,
        Title = "",
        FoodType = "",
        StorageClass = "ambient",
        DonorName = "",
        NgoName = "",
        Pickup = Downtown with { Latitude = latitude },
        Dropoff = Downtown with { Latitude = latitude + 0.01 },
        PickupFrom = Now.AddHours(-2),
        PickupUntil = Now.AddHours(hours),
        ExpiresAt = Now.AddHours(12),
        Km = 1,
        DonorManagers = [],
        NgoManagers = [],
        RespondBy = Now,
        CreatedAt = Now,
        UpdatedAt = Now,
    };
}
