namespace Thesis.Services.Allocation.Domain;

/// <summary>A region's day on which food is delivered: it uses that day's capacity, and no other's.</summary>
/// <param name="Begins">Its first instant.</param>
/// <param name="Ends">The first instant of the next day.</param>
public sealed record DeliveryDay(DateOnly Date, DateTimeOffset Begins, DateTimeOffset Ends)
{
    public static DeliveryDay Of(DateOnly date, RegionTime time) => new(date, time.Begins(date), time.Begins(date.AddDays(1)));
}
