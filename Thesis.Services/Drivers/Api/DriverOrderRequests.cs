using Thesis.ServiceDefaults;
using Thesis.Services.Shared.Food;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Drivers.Api;

/// <summary>Claims an order.</summary>
/// <param name="Confirm">True takes it although it may not be reached in time; the driver knows better.</param>
public sealed record ClaimRequest(Id<Kinds.Order> OrderId, bool Confirm = false);

/// <summary>Gives an order back.</summary>
/// <param name="Reason">For the others concerned; 1 to 500 characters.</param>
public sealed record ReleaseRequest(string Reason);

/// <summary>What the scales showed.</summary>
/// <param name="Kg">0 or more, with at most 3 decimals; at most what was planned. 0: nothing was there.</param>
/// <param name="Reason">Why it is less than planned, or what the surplus is; needed for both.</param>
/// <param name="Rest">What became of the rest, needed for a difference: "gone", or "still_there" when it can be fetched later.</param>
/// <param name="SurplusKg">What was there beyond what was planned and stays at the donor: it is offered to others. At most 50,000.</param>
public sealed record WeightRequest(decimal Kg, string? Reason = null, string? Rest = null, decimal? SurplusKg = null);

/// <summary>What was handed over.</summary>
/// <param name="Kg">More than 0, with at most 3 decimals; at most what was picked up.</param>
/// <param name="Reason">Why it is less than was picked up; needed for a difference.</param>
/// <param name="Rest">What became of the rest, needed for a difference: "gone", or "still_there" when it went back to the donor.</param>
/// <param name="Code">The digits that the NGO sees, where the order asks for them.</param>
public sealed record DeliveryRequest(decimal Kg, string? Reason = null, string? Rest = null, string? Code = null);

/// <summary>Nothing was there. The body may be left out.</summary>
/// <param name="Reason">What the driver found; at most 500 characters.</param>
public sealed record NotThereRequest(string? Reason = null);

/// <summary>Why the driver gives up.</summary>
/// <param name="Reason">1 to 500 characters.</param>
/// <param name="Rest">What became of the food: "gone" or "still_there". Left out: before pickup it is still there, after it is gone.</param>
public sealed record FailureRequest(string Reason, string? Rest = null);

/// <summary>Reads the fields that several requests have.</summary>
internal static class DriverOrderFields
{
    private const int MostReasonCharacters = 500;
    private const int MostCodeCharacters = 6;

    public static string Reason(this Validation validation, string? text, bool isRequired)
    {
        validation.RequireText(text, "reason", isRequired ? 1 : 0, MostReasonCharacters);
        return (text ?? "").Trim();
    }

    public static long Grams(this Validation validation, decimal kg, string field = "kg")
    {
        var isWeight = kg >= 0 && kg <= Kilograms.Most && Kilograms.IsExact(kg);
        validation.Require(isWeight, field, $"must be from 0 to {Kilograms.Most} kg, with at most 3 decimals");
        return isWeight ? Kilograms.ToGrams(kg) : 0;
    }

    public static string Rest(this Validation validation, string? text)
    {
        validation.Require(text is null or "" or "gone" or "still_there", "rest", "must be 'gone' or 'still_there', or left out");
        return text ?? "";
    }

    public static string Code(this Validation validation, string? text)
    {
        var code = (text ?? "").Trim();
        validation.Require(code.Length <= MostCodeCharacters && code.All(char.IsAsciiDigit), "code", "must be the 4 to 6 digits that the NGO sees");
        return code;
    }
}
