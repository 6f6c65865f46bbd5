using NodaTime;
using Thesis.ServiceDefaults;
using Thesis.Services.Shared.Time;

namespace Thesis.Services.Users.Domain;

/// <summary>What a person has told of themselves.</summary>
/// <param name="Id">The key of its events; 0 while nothing is stored.</param>
/// <param name="UserId">Subject of the person's tokens.</param>
/// <param name="Version">Grows by one with every change of the profile or the preferences; 0 while nothing is stated.</param>
/// <param name="Name">As they want to be called; may be empty.</param>
/// <param name="Language">BCP 47, e.g. "de".</param>
/// <param name="Units">"kg" or "lb".</param>
/// <param name="TimeZone">IANA; null means the region's.</param>
/// <param name="QuietHours">When they are not to be disturbed; null for never.</param>
public sealed record Profile(long Id, string UserId, long Version, string Name, string Language, string Units, string? TimeZone, ClockSpan? QuietHours)
{
    public const int MostNameCharacters = 100;

    public static Profile Unstated(string userId) => new(0, userId, 0, "", "en", "kg", null, null);

    /// <summary>The same in the next version; what was never stored gets an id.</summary>
    public Profile Next(IIdGenerator ids) => this with { Id = Version == 0 ? ids.Next() : Id, Version = Version + 1 };

    /// <summary>Whether a text names a zone of the IANA tz database.</summary>
    public static bool IsTimeZone(string? zone) => zone is { Length: <= 60 } && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null;
}
