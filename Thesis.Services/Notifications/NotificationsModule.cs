using Thesis.Contracts;
using Thesis.Contracts.Accounts.V1;
using Thesis.Contracts.Chat.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Drivers.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.Contracts.Regions.V1;
using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Api;
using Thesis.Services.Notifications.Data;
using Thesis.Services.Notifications.Domain;
using Thesis.Services.Notifications.Messaging;
using Thesis.Services.OpenApi;
using Thesis.Services.Shared.Mail;

namespace Thesis.Services.Notifications;

/// <summary>The notifications service: who is told what, by which ways, and when.</summary>
public static class NotificationsModule
{
    public const string Schema = "notifications";

    private const string Tag = "Notifications";

    public static void AddNotifications(WebApplicationBuilder builder)
    {
        builder.AddMigrations(Schema, typeof(NotificationsModule).Assembly, "Thesis.Services.Notifications.Data.Migrations");
        builder.AddGrpcClient<AccountsService.AccountsServiceClient>("identity", AccountsService.Descriptor);
        var services = builder.Services;
        services.AddOptions<NotificationsOptions>().BindConfiguration(NotificationsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddMailer();
        // An address that a user states is called, and no other: a redirect would lead where nobody has looked.
        services.AddHttpClient(PushChannel.Client, client => client.Timeout = TimeSpan.FromSeconds(10))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
        services.AddSingleton<NotificationStore>().AddSingleton<DeliveryStore>().AddSingleton<PushStore>().AddSingleton<PushIdentity>();
        services.AddSingleton<Announcer>().AddSingleton<MailChannel>().AddSingleton<PushChannel>();
        services.AddSingleton<DeliveryRelay>().AddHostedService(provider => provider.GetRequiredService<DeliveryRelay>());
        services.AddSingleton<OfferRelay>().AddHostedService(provider => provider.GetRequiredService<OfferRelay>());
        services.AddSingleton<BounceStore>().AddSingleton<PersonStore>().AddSingleton<LinkKeyStore>().AddSingleton<UnsubscribeLinks>();
        builder.AddEventConsumer(Schema, Schema, events => events
            .On<OrderCreated, OrderCreatedHandler>(Topics.OrderCreated)
            .On<OrderStatusChanged, OrderStatusChangedHandler>(Topics.OrderStatusChanged)
            .On<MessagePosted, MessagePostedHandler>(Topics.ChatMessagePosted)
            .On<ConversationRead, ConversationReadHandler>(Topics.ChatConversationRead)
            .On<UserUpdated, UserHandler>(Topics.UserUpdated)
            .On<UserDeleted, UserDeletedHandler>(Topics.UserDeleted)
            .On<DriverUpdated, DriverHandler>(Topics.DriverUpdated)
            .On<RegionCreated, RegionHandler>(Topics.RegionCreated)
            .On<RegionUpdated, RegionHandler>(Topics.RegionUpdated)
            .On<DonorCreated, PlaceHandler>(Topics.DonorCreated)
            .On<DonorUpdated, PlaceHandler>(Topics.DonorUpdated)
            .On<NgoCreated, PlaceHandler>(Topics.NgoCreated)
            .On<NgoUpdated, PlaceHandler>(Topics.NgoUpdated));
    }

    public static void MapNotifications(WebApplication app)
    {
        // Mailboxes and people follow these links without signing in: the signature in the address is what lets them.
        app.MapGet(UnsubscribeLinks.Route, UnsubscribePage.AskAsync).AllowAnonymous().ExcludeFromDescription().WithName("AskToUnsubscribe");
        app.MapPost(UnsubscribeLinks.Route, UnsubscribePage.UnsubscribeAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription().WithName("Unsubscribe");
        var notifications = app.MapGroup("/api/v1/notifications");
        notifications.MapGet("", NotificationEndpoints.ListAsync).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "ListNotifications", "What the caller was told, the latest first; all or only what is unread.").Fails(400);
        notifications.MapGet("/unread", NotificationEndpoints.UnreadAsync).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "CountUnreadNotifications", "How many the caller has not read.").Fails();
        notifications.MapPost("/{id}/read", NotificationEndpoints.ReadAsync).AsCommand(Schema).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "ReadNotification", "Marks one as read.").Fails(400, 404, 409, 422);
        notifications.MapPost("/read-all", NotificationEndpoints.ReadAllAsync).AsCommand(Schema).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "ReadAllNotifications", "Marks all as read.").Fails(400, 409, 422);
        notifications.MapGet("/push-key", NotificationEndpoints.PushKeyAsync).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "GetPushKey", "The key that a browser subscribes to push messages with.").Fails();
        notifications.MapPost("/push-subscriptions", NotificationEndpoints.SubscribeAsync).AsCommand(Schema).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "AddPushSubscription", "Has push messages sent to this browser.").Fails(400, 409, 413, 415, 422);
        notifications.MapPost("/push-subscriptions/remove", NotificationEndpoints.UnsubscribeAsync).AsCommand(Schema).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "RemovePushSubscription", "Sends no more push messages to this browser.").Fails(400, 409, 413, 415, 422);
        notifications.MapGet("/outbox", OutboxEndpoint.ListAsync).RequireAuthorization(Policies.Admin)
            .Describe(Tag, "ListDeliveries", "What went out by mail and push, and what did not and why, the latest first.").Fails(400);
        notifications.MapPost("/outbox/{id}/replay", OutboxEndpoint.ReplayAsync).AsCommand(Schema).RequireAuthorization(Policies.Admin)
            .Describe(Tag, "ReplayDelivery", "Sends again what failed, was skipped or was kept, however late it is by now.").Fails(400, 404, 409, 422);
    }
}
