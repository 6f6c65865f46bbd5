using System.Globalization;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Shared.Food;

namespace Thesis.Services.Donations.Api;

/// <summary>A recurring donation. Times and days are those of its donor's region.</summary>
/// <param name="Version">The number in the entity tag that <c>If-Match</c> asks for.</param>
/// <param name="TimeZone">IANA; UTC while the region's is not known.</param>
/// <param name="PickupFrom">HH:mm.</param>
/// <param name="PickupUntil">HH:mm. At or before pickupFrom: on the next day.</param>
/// <param name="NextDay">The day of the next donation; null when none is to come.</param>
/// <param name="NextPostedAt">When that is offered.</param>
public sealed record TemplateResponse(
    Id<Kinds.Template> Id,
    long Version,
    Id<Kinds.Donor> DonorId,
    string DonorName,
    string Title,
    string FoodType,
    string StorageClass,
    decimal QuantityKg,
    decimal SmallestLotKg,
    decimal Amount,
    string Unit,
    decimal UnitKg,
    IReadOnlyList<string>? Allergens,
    string AccessNotes,
    string PickupNotes,
    IReadOnlyList<string> Weekdays,
    string TimeZone,
    string PickupFrom,
    string PickupUntil,
    decimal KeepsHours,
    decimal PostedAheadHours,
    DateOnly StartsOn,
    DateOnly? EndsOn,
    IReadOnlyList<DateOnly> Exceptions,
    DateOnly? NextDay,
    DateTimeOffset? NextPostedAt)
{
    public static TemplateResponse Of(ZonedTemplate zoned)
    {
        var (template, timeZone) = zoned;
        var (offer, recurrence) = (template.Offer, template.Recurrence);
        return new(
            new Id<Kinds.Template>(template.Id),
            template.Version,
            new Id<Kinds.Donor>(template.Donor.Id),
            template.Donor.Name,
            offer.Title,
            offer.FoodType,
            offer.StorageClass,
            Kilograms.FromGrams(offer.QuantityGrams),
            Kilograms.FromGrams(offer.SmallestLotGrams),
            offer.Details.Amount,
            offer.Details.Unit,
            offer.Details.UnitKg,
            offer.Details.Allergens,
            offer.Details.AccessNotes,
            offer.Details.PickupNotes,
            [.. recurrence.Weekdays.Select(day => TemplateRequest.WeekdayNames[day - 1])],
            RegionProjection.Zone(timeZone).Id,
            Clock(recurrence.FromMinute),
            Clock(recurrence.UntilMinute),
            recurrence.KeepsMinutes / 60m,
            recurrence.AheadMinutes / 60m,
            recurrence.StartsOn,
            recurrence.EndsOn,
            recurrence.Exceptions,
            template.Next?.Day,
            template.Next?.At);
    }

    private static string Clock(int minute) => new TimeOnly(minute / 60, minute % 60).ToString("HH:mm", CultureInfo.InvariantCulture);
}
