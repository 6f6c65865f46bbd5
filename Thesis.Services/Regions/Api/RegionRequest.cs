using System.Text.Json;
using System.Text.RegularExpressions;
using Thesis.ServiceDefaults;
using Thesis.Services.Regions.Domain;
using Thesis.Services.Shared.Places;
using Thesis.Services.Shared.Time;

namespace Thesis.Services.Regions.Api;

/// <summary>A region as an administrator states it.</summary>
/// <param name="Region">As places name it, e.g. "los-angeles"; may not change, and may be left out of an update.</param>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="TimeZone">IANA, e.g. "America/Los_Angeles".</param>
/// <param name="Units">"kg" or "lb"; kg when absent.</param>
/// <param name="Language">BCP 47, e.g. "en-US"; en when absent.</param>
/// <param name="QuietHours">When nobody is disturbed; none when absent.</param>
/// <param name="Currency">ISO 4217, e.g. "USD".</param>
/// <param name="Strategy">The name of an allocation strategy; the service's default when absent.</param>
/// <param name="Holidays">Public holidays, at most 200.</param>
/// <param name="Outline">A GeoJSON polygon; none when absent.</param>
public sealed partial record RegionRequest(
    string? Region = null,
    string? Name = null,
    string? TimeZone = null,
    string? Units = null,
    string? Language = null,
    QuietHoursBody? QuietHours = null,
    string? Currency = null,
    string? Strategy = null,
    IReadOnlyList<DateOnly>? Holidays = null,
    Outline? Outline = null)
{
    private const int MostHolidays = 200;

    /// <summary>Notes what is wrong with the request.</summary>
    /// <param name="validation">Takes the faults.</param>
    /// <param name="slug">The region's slug, checked apart.</param>
    /// <returns>The region that it describes, confirmed; meaningful only when nothing was noted.</returns>
    public Region Validate(Validation validation, string slug)
    {
        validation.RequireText(Name, "name", 1, 100);
        validation.Require(Domain.Region.IsTimeZone(TimeZone), "timeZone", "must be an IANA time zone, such as 'America/Los_Angeles'");
        validation.Require(Units is null or "kg" or "lb", "units", "must be kg or lb");
        validation.Require(Language is null || LanguageTag().IsMatch(Language), "language", "must be a language tag, such as 'en' or 'en-US'");
        validation.Require(Currency is not null && CurrencyCode().IsMatch(Currency), "currency", "must be three capital letters, such as 'USD'");
        validation.Require(Strategy is null || StrategyName().IsMatch(Strategy), "strategy", "must be the name of a strategy, such as 'balanced-2'");
        validation.Require(Holidays is null || Holidays.Count <= MostHolidays, "holidays", $"must be at most {MostHolidays} days");
        Outline?.Validate(validation, "outline");
        var customs = new RegionCustoms(
            TimeZone ?? "", Units ?? "kg", Language ?? "en", QuietHours?.Validate(validation, "quietHours"), Currency ?? "", Strategy,
            [.. (Holidays ?? []).Distinct().Order()]);
        var outline = Outline is null ? null : JsonSerializer.Serialize(Outline, JsonSerializerOptions.Web);
        return new Region(0, slug, 1, Confirmed: true, (Name ?? "").Trim(), customs, outline);
    }

    [GeneratedRegex(@"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\z", RegexOptions.NonBacktracking)]
    private static partial Regex LanguageTag();

    [GeneratedRegex(@"^[A-Z]{3}\z", RegexOptions.NonBacktracking)]
    private static partial Regex CurrencyCode();

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,57}-[0-9]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex StrategyName();
}
