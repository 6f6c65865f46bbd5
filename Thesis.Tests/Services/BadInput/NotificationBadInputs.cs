using System.Net;
using Thesis.Services.Notifications.Domain;
using Thesis.Services.SetAside;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.BadInput;

internal sealed class NotificationBadInputs : IBadInputs
{
    private static readonly Dictionary<string, object?> Subscription = new()
    {
        ["endpoint"] = "https://fcm.googleapis.com/fcm/send/x",
        ["p256dh"] = "BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ["auth"] = "AAAAAAAAAAAAAAAAAAAAAA",
    };

    public IReadOnlyDictionary<string, object> GoodBodies => new Dictionary<string, object>
    {
        ["AddPushSubscription"] = Subscription,
        ["RemovePushSubscription"] = new Dictionary<string, object?> { ["endpoint"] = Subscription["endpoint"] },
    };

    public IEnumerable<BadInputCase> Cases =>
    [
        new("AddPushSubscription", "an address inside the network", HttpStatusCode.BadRequest, "endpoint", Subscription.With("endpoint", "https://169.254.169.254/latest/meta-data")),
        new("AddPushSubscription", "a host that only looks like a push service", HttpStatusCode.BadRequest, "endpoint", Subscription.With("endpoint", "https://fcm.googleapis.com.evil.example/")),
        new("AddPushSubscription", "no address", HttpStatusCode.BadRequest, "endpoint", Subscription.With("endpoint", null)),
        new("AddPushSubscription", "a key that is too short", HttpStatusCode.BadRequest, "p256dh", Subscription.With("p256dh", "AAAA")),
        new("AddPushSubscription", "a secret that is no base64url", HttpStatusCode.BadRequest, "auth", Subscription.With("auth", "!!!!!!!!!!!!!!!!!!!!!!")),
        new("RemovePushSubscription", "no address", HttpStatusCode.BadRequest, "endpoint", new Dictionary<string, object?>()),
        new("RemovePushSubscription", "an address with a NUL", HttpStatusCode.BadRequest, "endpoint", new Dictionary<string, object?> { ["endpoint"] = "a\u0000" }),
        new("ListNotifications", "a word for a truth", HttpStatusCode.BadRequest, "unread", Query: "?unread=maybe"),
        new("ListDeliveries", "a status that is none", HttpStatusCode.BadRequest, "status", Query: "?status=lost"),
        new("ListDeliveries", "a channel that is none", HttpStatusCode.BadRequest, "channel", Query: "?channel=pigeon"),
        new("ListDeliveries", "an endless user", HttpStatusCode.BadRequest, "user", Query: $"?user={new string('x', 201)}"),
    ];

    public async Task<IReadOnlyDictionary<Type, string>> SetAsync(ServicesHost host)
    {
        await using var insert = host.Database.CreateCommand("""
            insert into notifications.notification (id, user_id, kind, title, body, path, created_at)
            values (66, 'user-kim', 'order_proposed', 'Bread', 'From the market', '/ngo', now())
            """);
        await insert.ExecuteNonQueryAsync();
        return new Dictionary<Type, string> { [typeof(NotificationKind)] = "ntf_0000000000022", [typeof(DeadLetterKind)] = "ltr_0000000000023" };
    }
}
