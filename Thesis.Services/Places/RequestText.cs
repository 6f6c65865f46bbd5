using Thesis.ServiceDefaults;

namespace Thesis.Services.Places;

/// <summary>Checks of a request's texts that every service makes alike.</summary>
public static class RequestText
{
    /// <summary>Requires <paramref name="least"/> to <paramref name="most"/> characters after trimming, none of them a control character.</summary>
    public static void RequireText(this Validation validation, string? text, string field, int least, int most)
    {
        var length = text?.Trim().Length ?? 0;
        validation.Require(length >= least, field, "must not be empty");
        validation.Require(length <= most, field, $"must have at most {most} characters");
        validation.Require(text is null || !text.Any(char.IsControl), field, "must not hold control characters");
    }

    /// <summary>Opening hours as people write them, or an empty text.</summary>
    public static OpeningHours RequireOpeningHours(this Validation validation, string? text, string field)
    {
        var understood = OpeningHoursParser.TryParse(text, out var hours, out var refusal);
        validation.Require(understood, field, refusal ?? "");
        return hours;
    }
}
