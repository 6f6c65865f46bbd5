using Thesis.Contracts.Orders.V1;

namespace Thesis.Services.Notifications.Domain;

/// <summary>Who is told of what an order does. What somebody did themselves they are not told.</summary>
public static class OrderNotices
{
    public static IReadOnlyList<Notice> OfNew(OrderSnapshot order) =>
        order.Status == "proposed" ? [new Notice(Audience.Ngo, NoticeKinds.OrderProposed, "proposed", Time(order.RespondByEpochMs))] : [];

    /// <param name="before">The status that the order had.</param>
    public static IReadOnlyList<Notice> OfChange(OrderSnapshot order, string before) => (before, order.Status) switch
    {
        ("proposed", "accepted") =>
        [
            new(Audience.Donor, NoticeKinds.DonationAllocated, "accepted"),
            Offer(order),
        ],
        ("assigned", "accepted") =>
        [
            new(Audience.Ngo, NoticeKinds.OrderChanged, "released"),
            Offer(order),
        ],
        (_, "assigned") when before != "assigned" =>
        [
            new(Audience.Ngo, NoticeKinds.OrderChanged, "assigned"),
            new(Audience.Donor, NoticeKinds.OrderChanged, "assignedDonor", Time(order.PickupUntilEpochMs)),
            new(Audience.Driver, NoticeKinds.OrderToDrive, "assignedDriver"),
        ],
        (_, "picked_up") when before != "picked_up" => [new(Audience.Ngo, NoticeKinds.OrderChanged, "pickedUp")],
        (_, "delivered") when before != "delivered" =>
        [
            new(Audience.Ngo, NoticeKinds.OrderChanged, "delivered"),
            new(Audience.Donor, NoticeKinds.OrderChanged, "deliveredDonor"),
        ],
        ("proposed", "expired") => [new(Audience.Ngo, NoticeKinds.OrderChanged, "expired")],
        (_, "cancelled" or "failed" or "returned" or "lost") when before != order.Status =>
        [
            new(Audience.Ngo, NoticeKinds.OrderChanged, "ended"),
            new(Audience.Donor, NoticeKinds.OrderChanged, "ended"),
            new(Audience.Driver, NoticeKinds.OrderChanged, "ended"),
        ],
        _ => [],
    };

    /// <summary>Drivers who are free are asked to take it.</summary>
    public static Notice Offer(OrderSnapshot order) => new(Audience.FreeDrivers, NoticeKinds.OrderToDrive, "offered", Time(order.PickupUntilEpochMs));

    private static DateTimeOffset? Time(long epochMs) => epochMs > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(epochMs) : null;
}
