using Thesis.ServiceDefaults;

namespace Thesis.Services.Shared.Places;

/// <summary>Checks of a request's texts that every service makes alike.</summary>
public static class RequestText
{
    /// <summary>Requires <paramref name="least"/> to <paramref name="most"/> characters after trimming; see <see cref="TextRules"/>.</summary>
    public static void RequireText(this Validation validation, string? text, string field, int least, int most)
    {
        var fault = TextRules.Fault(text, least, most);
        validation.Require(fault is null, field, fault ?? "");
    }

    /// <summary>Opening hours as people write them, or an empty text.</summary>
    public static OpeningHours RequireOpeningHours(this Validation validation, string? text, string field)
    {
        var understood = OpeningHoursParser.TryParse(text, out var hours, out var refusal);
        validation.Require(understood, field, refusal ?? "");
        return hours;
    }
}
