using Thesis.Services.Users.Domain;
using Thesis.Services.Shared.Time;

namespace Thesis.Services.Users.Api;

/// <summary>A person's profile.</summary>
/// <param name="UserId">Subject of their tokens.</param>
/// <param name="Version">The number in the entity tag that <c>If-Match</c> asks for; 0 while nothing is stated.</param>
/// <param name="Name">As they want to be called; empty when not stated.</param>
/// <param name="Language">BCP 47.</param>
/// <param name="Units">"kg" or "lb".</param>
/// <param name="TimeZone">IANA; null means the region's.</param>
/// <param name="QuietHours">When they are not to be disturbed; null for never.</param>
public sealed record ProfileResponse(
    string UserId, long Version, string Name, string Language, string Units, string? TimeZone, QuietHoursBody? QuietHours)
{
    public static ProfileResponse Of(Profile profile) => new(
        profile.UserId, profile.Version, profile.Name, profile.Language, profile.Units, profile.TimeZone, QuietHoursBody.Of(profile.QuietHours));
}
