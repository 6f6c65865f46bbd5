using Thesis.ServiceDefaults;

namespace Thesis.Services.Notifications.Domain;

/// <summary>The ids of notifications.</summary>
public sealed class NotificationKind : IIdKind
{
    private NotificationKind() { }

    /// <inheritdoc/>
    public static string Prefix => "ntf";
}
