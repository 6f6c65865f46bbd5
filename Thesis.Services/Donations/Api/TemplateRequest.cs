using System.Globalization;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;

namespace Thesis.Services.Donations.Api;

/// <summary>A recurring donation as its donor states it. Times and days are those of the donor's region.</summary>
/// <param name="DonorId">Who gives; may not change later.</param>
/// <param name="Title">What it is, for people; 1 to 200 characters.</param>
/// <param name="FoodType">produce, bakery, dairy, meat, prepared, pantry, beverages or frozen.</param>
/// <param name="StorageClass">ambient, chilled or frozen.</param>
/// <param name="QuantityKg">More than 0, at most 50,000, with at most 3 decimals. Stated, or amount and unit are.</param>
/// <param name="SmallestLotKg">No part smaller than this is allocated; left to the allocation when absent.</param>
/// <param name="Amount">In place of quantityKg: how many of the unit.</param>
/// <param name="Unit">kg, lb, box or meal; kg when absent.</param>
/// <param name="UnitKg">What one box or meal weighs, kg.</param>
/// <param name="Allergens">As of a donation.</param>
/// <param name="AccessNotes">How to get in; at most 500 characters, only for who picks up.</param>
/// <param name="PickupNotes">For everybody who may see the donation; at most 500 characters.</param>
/// <param name="Weekdays">Some of monday, tuesday, wednesday, thursday, friday, saturday, sunday.</param>
/// <param name="PickupFrom">Earliest pickup, HH:mm.</param>
/// <param name="PickupUntil">Latest pickup, HH:mm. At or before pickupFrom: on the next day.</param>
/// <param name="KeepsHours">How long after the pickup window the food is good, 0 to 8,760; 12 when absent.</param>
/// <param name="PostedAheadHours">How long before the pickup window it is offered, 0 to 336; 24 when absent.</param>
/// <param name="StartsOn">The first day; today when absent.</param>
/// <param name="EndsOn">The last day; no end when absent.</param>
/// <param name="Exceptions">Days without it, at most 200.</param>
public sealed record TemplateRequest(
    Id<Kinds.Donor>? DonorId = null,
    string? Title = null,
    string? FoodType = null,
    string? StorageClass = null,
    decimal? QuantityKg = null,
    decimal? SmallestLotKg = null,
    decimal? Amount = null,
    string? Unit = null,
    decimal? UnitKg = null,
    IReadOnlyList<string>? Allergens = null,
    string? AccessNotes = null,
    string? PickupNotes = null,
    IReadOnlyList<string>? Weekdays = null,
    string? PickupFrom = null,
    string? PickupUntil = null,
    decimal? KeepsHours = null,
    decimal? PostedAheadHours = null,
    DateOnly? StartsOn = null,
    DateOnly? EndsOn = null,
    IReadOnlyList<DateOnly>? Exceptions = null)
{
    private const int MostExceptions = 200;

    private static readonly DateOnly s_last = new(2200, 1, 1);

    internal static readonly string[] WeekdayNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    /// <summary>Notes what is wrong with the request.</summary>
    /// <returns>What it describes; meaningful only when nothing was noted.</returns>
    public (Offer Offer, Recurrence Recurrence) Validate(Validation validation, DateTimeOffset now, DateOnly today)
    {
        // The times are those of no day: any that a donation may have will do.
        var offer = new DonationRequest(
            DonorId, Title, FoodType, QuantityKg, SmallestLotKg, now.AddHours(3), now.AddHours(1), now.AddHours(2), StorageClass, null,
            Amount, Unit, UnitKg, Allergens, AccessNotes, PickupNotes).Validate(validation, now);
        var days = Weekdays ?? [];
        validation.Require(days.Count is >= 1 and <= 7 && days.All(day => WeekdayNames.Contains(day)), "weekdays", $"must be some of {string.Join(", ", WeekdayNames)}");
        var startsOn = StartsOn ?? today;
        validation.Require(startsOn.Year >= 2020 && startsOn <= s_last, "startsOn", "must be a day from 2020 to 2199");
        validation.Require(EndsOn is null || (EndsOn >= startsOn && EndsOn <= s_last), "endsOn", "must not be before startsOn");
        validation.Require(Exceptions is null || Exceptions.Count <= MostExceptions, "exceptions", $"must be at most {MostExceptions} days");
        validation.Require(KeepsHours is null or (>= 0 and <= 8_760), "keepsHours", "must be from 0 to 8,760");
        validation.Require(PostedAheadHours is null or (>= 0 and <= 336), "postedAheadHours", "must be from 0 to 336");
        var recurrence = new Recurrence(
            [.. days.Select(day => Array.IndexOf(WeekdayNames, day) + 1).Distinct().Order()],
            Minute(validation, PickupFrom, "pickupFrom"),
            Minute(validation, PickupUntil, "pickupUntil"),
            Minutes(KeepsHours ?? 12),
            Minutes(PostedAheadHours ?? 24),
            startsOn,
            EndsOn,
            [.. (Exceptions ?? []).Distinct().Order()]);
        return (offer, recurrence);
    }

    private static int Minutes(decimal hours) => hours is >= 0 and <= 8_760 ? (int)Math.Round(hours * 60) : 0;

    private static int Minute(Validation validation, string? text, string field) =>
        validation.Require(TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time), field, "must be a time of day, such as '17:00'")
            ? time.Hour * 60 + time.Minute
            : 0;
}
