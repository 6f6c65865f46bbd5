using Thesis.ServiceDefaults;
using Thesis.Services.Shared.Food;
using Thesis.Services.Orders.Domain;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Orders.Api;

/// <summary>Why somebody declines, withdraws or reports.</summary>
/// <param name="Reason">For the others concerned; 1 to 500 characters.</param>
public sealed record ReasonRequest(string Reason);

/// <summary>Accepts a proposal. The body may be left out: then all of it is accepted.</summary>
/// <param name="Kg">What the NGO takes; more than 0, at most what was proposed. The rest is offered to others.</param>
/// <param name="Reason">Why it is a part, for the others concerned; at most 500 characters.</param>
/// <param name="LocationId">Which of the NGO's further places it is brought to; where it was planned when absent.</param>
public sealed record AcceptRequest(decimal? Kg = null, string? Reason = null, Id<Kinds.Location>? LocationId = null);

/// <summary>Confirms a receipt. The body may be left out: then all is as the driver said.</summary>
/// <param name="Kg">What the NGO weighed; at most what the driver handed over.</param>
/// <param name="Reason">Why it is less; needed for a difference.</param>
/// <param name="Quality">"good", "usable", "partly_spoiled" or "spoiled".</param>
public sealed record ConfirmRequest(decimal? Kg = null, string? Reason = null, string? Quality = null);

/// <summary>Calls an order off.</summary>
/// <param name="Reason">For the others concerned; 1 to 500 characters.</param>
/// <param name="OfferAgain">True when the food may be offered to the same NGO again; false bars the pair.</param>
/// <param name="DeliveredKg">After pickup: what arrived all the same.</param>
/// <param name="Rest">After pickup: what became of the rest, "gone" or "still_there".</param>
public sealed record CancelRequest(string Reason, bool OfferAgain = false, decimal? DeliveredKg = null, string? Rest = null);

/// <summary>Reports that an order cannot be carried out.</summary>
/// <param name="Reason">For the others concerned; 1 to 500 characters.</param>
/// <param name="Rest">What became of the food: "gone" or "still_there". Left out: before pickup it is still there, after it is gone.</param>
public sealed record FailRequest(string Reason, string? Rest = null);

/// <summary>Gives an order to a driver.</summary>
/// <param name="Override">True sets the rules aside by which the driver does not suit; needs a reason.</param>
/// <param name="Reason">At most 500 characters.</param>
public sealed record AssignRequest(Id<Kinds.Driver> DriverId, bool Override = false, string? Reason = null);

/// <summary>Reports what happened on the way.</summary>
/// <param name="Kind">"accident", "breakdown", "cooling_failed", "food_unsafe", "access_denied" or "other".</param>
/// <param name="Description">1 to 500 characters.</param>
public sealed record IncidentRequest(string Kind, string Description);

/// <summary>Reads the fields that several requests have.</summary>
internal static class OrderFields
{
    public const int MostReasonCharacters = 500;

    public static string Reason(this Validation validation, string? text, string field = "reason", bool isRequired = true)
    {
        validation.RequireText(text, field, isRequired ? 1 : 0, MostReasonCharacters);
        return (text ?? "").Trim();
    }

    public static long? Grams(this Validation validation, decimal? kg, string field)
    {
        if (kg is not { } weight)
        {
            return null;
        }

        var isWeight = weight >= 0 && weight <= Kilograms.Most && Kilograms.IsExact(weight);
        validation.Require(isWeight, field, $"must be from 0 to {Kilograms.Most} kg, with at most 3 decimals");
        return isWeight ? Kilograms.ToGrams(weight) : null;
    }

    public static Rest? Rest(this Validation validation, string? text)
    {
        validation.Require(RestNames.TryParse(text, out var rest), "rest", $"must be '{RestNames.Gone}' or '{RestNames.StillThere}', or left out");
        return rest;
    }

    public static void OneOf(this Validation validation, string? text, string field, IReadOnlyList<string> known) =>
        validation.Require(text is not null && known.Contains(text), field, $"must be one of {string.Join(", ", known)}");
}
