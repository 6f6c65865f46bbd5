using NodaTime;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Orders.Domain;

/// <summary>A stop that would be reached after its time.</summary>
public sealed record LateStop(Order Order, bool IsPickup, TimeSpan By);

/// <summary>
/// In which order a driver may make the stops of several orders: each order is put where it delays least (cheapest insertion,
/// Solomon 1987), the most urgent first. With the few orders of one driver that finds a plan in time wherever a person would.
/// </summary>
/// <param name="Late">The stop that is late most; null when all are in time.</param>
public sealed record DriverPlan(LateStop? Late)
{
    /// <summary>Loading or handing over.</summary>
    public static readonly TimeSpan Handling = TimeSpan.FromMinutes(10);

    /// <param name="orders">Under way, or to be.</param>
    /// <param name="from">Where the driver is; null when unknown: then the first stop costs no time.</param>
    /// <param name="zone">The time zone of the NGOs' opening hours.</param>
    public static DriverPlan Of(IReadOnlyCollection<Order> orders, Stop? from, DateTimeOffset now, DateTimeZone zone)
    {
        var route = new Route(from, now);
        foreach (var order in orders.OrderBy(order => order.Status != OrderStatus.PickedUp).ThenBy(order => order.PickupUntil).ThenBy(order => order.Id))
        {
            route.Insert(order.Status == OrderStatus.PickedUp ? null : PickupOf(order), DropoffOf(order, now, zone));
        }

        return new DriverPlan(route.Latest());
    }

    private static Visit PickupOf(Order order) => new(order, true, order.Pickup, [(order.PickupFrom, order.PickupUntil)]);

    private static Visit DropoffOf(Order order, DateTimeOffset now, DateTimeZone zone)
    {
        var hours = OpeningHoursParser.TryParse(order.NgoOpeningHours, out var understood, out _) ? understood : OpeningHours.Unknown;
        var days = Math.Clamp((int)Math.Ceiling((order.ExpiresAt - now).TotalDays) + 1, 1, 31);
        var open = hours.Between(zone, Instant.FromDateTimeOffset(now), days)
            .Select(opening => (From: opening.Start.ToDateTimeOffset(), Until: Earlier(opening.End.ToDateTimeOffset(), order.ExpiresAt)))
            .Where(opening => opening.From < opening.Until)
            .ToArray();
        // Closed whenever the food keeps, or hours unknown: then only the food's expiry is sure.
        return new(order, false, order.Dropoff, open.Length > 0 ? open : [(now, order.ExpiresAt)]);
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    /// <param name="Times">When the stop may be made, in order.</param>
    private sealed record Visit(Order Order, bool IsPickup, Stop Place, IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)> Times);

    private sealed class Route(Stop? from, DateTimeOffset now)
    {
        private List<Visit> visits = [];

        /// <summary>Puts the stops where all of them together are least late, and then soonest done.</summary>
        public void Insert(Visit? pickup, Visit dropoff)
        {
            var best = (Visits: visits, Late: TimeSpan.MaxValue, Done: DateTimeOffset.MaxValue);
            for (var i = 0; i <= visits.Count; i++)
            {
                var first = pickup is null ? visits : With(visits, i, pickup);
                for (var j = pickup is null ? i : i + 1; j <= first.Count; j++)
                {
                    var tried = With(first, j, dropoff);
                    var (late, done, _) = Drive(tried);
                    if ((late, done).CompareTo((best.Late, best.Done)) < 0)
                    {
                        best = (tried, late, done);
                    }
                }
            }

            visits = best.Visits;
        }

        public LateStop? Latest() => Drive(visits).Latest;

        private (TimeSpan Late, DateTimeOffset Done, LateStop? Latest) Drive(List<Visit> planned)
        {
            var (at, time, late) = (from, now, TimeSpan.Zero);
            LateStop? latest = null;
            foreach (var visit in planned)
            {
                var arrival = at is null ? time : time + TravelTime.Between(at, visit.Place);
                var open = visit.Times.FirstOrDefault(one => one.Until >= arrival);
                var by = open == default ? arrival - visit.Times[^1].Until : TimeSpan.Zero;
                if (by > TimeSpan.Zero)
                {
                    late += by;
                    latest = latest is null || by > latest.By ? new LateStop(visit.Order, visit.IsPickup, by) : latest;
                }

                time = (arrival > open.From ? arrival : open.From) + Handling;
                at = visit.Place;
            }

            return (late, time, latest);
        }

        private static List<Visit> With(List<Visit> visits, int at, Visit visit) => [.. visits[..at], visit, .. visits[at..]];
    }
}
