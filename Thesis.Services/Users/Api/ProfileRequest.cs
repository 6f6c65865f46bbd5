using System.Text.RegularExpressions;
using Thesis.ServiceDefaults;
using Thesis.Services.Shared.Places;
using Thesis.Services.Users.Domain;
using Thesis.Services.Shared.Time;

namespace Thesis.Services.Users.Api;

/// <summary>A profile as its person states it.</summary>
/// <param name="Name">As they want to be called; at most 100 characters, none when absent.</param>
/// <param name="Language">BCP 47, e.g. "de"; en when absent.</param>
/// <param name="Units">"kg" or "lb"; kg when absent.</param>
/// <param name="TimeZone">IANA, e.g. "Europe/Berlin"; the region's when absent.</param>
/// <param name="QuietHours">When they are not to be disturbed; never when absent.</param>
public sealed partial record ProfileRequest(
    string? Name = null, string? Language = null, string? Units = null, string? TimeZone = null, QuietHoursBody? QuietHours = null)
{
    /// <summary>Notes what is wrong with the request.</summary>
    /// <returns>The profile that it describes; meaningful only when nothing was noted.</returns>
    public Profile Validate(Validation validation)
    {
        validation.RequireText(Name, "name", 0, Profile.MostNameCharacters);
        validation.Require(Language is null || LanguageTag().IsMatch(Language), "language", "must be a language tag, such as 'en' or 'en-US'");
        validation.Require(Units is null or "kg" or "lb", "units", "must be kg or lb");
        validation.Require(TimeZone is null || Profile.IsTimeZone(TimeZone), "timeZone", "must be an IANA time zone, such as 'Europe/Berlin'");
        return new Profile(
            0, "", 0, (Name ?? "").Trim(), Language ?? "en", Units ?? "kg", TimeZone, QuietHours?.Validate(validation, "quietHours"));
    }

    [GeneratedRegex(@"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\z", RegexOptions.NonBacktracking)]
    private static partial Regex LanguageTag();
}
