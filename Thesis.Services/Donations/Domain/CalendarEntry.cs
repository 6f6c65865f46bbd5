namespace Thesis.Services.Donations.Domain;

/// <summary>Something in a user's calendar.</summary>
/// <param name="Kind">"pickup", "delivery" or "drive".</param>
/// <param name="Id">Of the donation, or of the lot.</param>
/// <param name="Other">The donor, for whom it comes from; empty for the donor itself.</param>
public sealed record CalendarEntry(
    string Kind, long Id, string Title, long Grams, string Other, DateTimeOffset From, DateTimeOffset Until, string Place);
