using Thesis.Contracts;
using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Users.Domain;

namespace Thesis.Services.Users.Messaging;

/// <summary>What the rest of the system hears of users.</summary>
public static class UserEvents
{
    /// <param name="action">What was done, for the audit trail, e.g. "user.profile.updated".</param>
    /// <param name="changed">The names of what was changed: the values are personal.</param>
    public static void PublishUpdated(this CommandContext command, Profile profile, IReadOnlyList<Preference> preferences, string action, IEnumerable<string> changed)
    {
        command.Publish(Topics.UserUpdated, profile.Id, new UserUpdated { User = Snapshot(profile, preferences) });
        command.Audit(action, profile.UserId, new { profile.Version, changed });
    }

    /// <summary>Everybody who keeps something of the person deletes it.</summary>
    public static void PublishDeleted(this CommandContext command, string userId, IReadOnlyList<string> contactHashes)
    {
        command.Publish(Topics.UserDeleted, SubjectKey.Of(userId), new UserDeleted { UserId = userId, ContactHashes = { contactHashes } });
        command.Audit("user.deleted", userId);
    }

    public static UserSnapshot Snapshot(Profile profile, IEnumerable<Preference> preferences) => new()
    {
        UserId = profile.UserId,
        Version = profile.Version,
        Name = profile.Name,
        Language = profile.Language,
        Units = profile.Units,
        TimeZone = profile.TimeZone ?? "",
        HasQuietHours = profile.QuietHours is not null,
        QuietFromMinute = profile.QuietHours?.FromMinute ?? 0,
        QuietUntilMinute = profile.QuietHours?.UntilMinute ?? 0,
        Preferences =
        {
            preferences.Select(one => new NotificationPreference { Kind = one.Kind, Channel = one.Channel, Wanted = one.Wanted }),
        },
    };
}
