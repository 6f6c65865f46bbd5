using Thesis.Contracts;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Drivers.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.Contracts.Regions.V1;
using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Api;
using Thesis.Services.Chat.Data;
using Thesis.Services.Chat.Domain;
using Thesis.Services.Chat.Messaging;
using Thesis.Services.OpenApi;

namespace Thesis.Services.Chat;

/// <summary>The chat service: what people write to each other about orders, on a region's board and alone, and what moderators do about it.</summary>
public static class ChatModule
{
    public const string Schema = "chat";

    private const string Tag = "Chat";

    public static void AddChat(WebApplicationBuilder builder)
    {
        builder.AddMigrations(Schema, typeof(ChatModule).Assembly, "Thesis.Services.Chat.Data.Migrations");
        var services = builder.Services;
        services.AddOptions<ChatOptions>().BindConfiguration(ChatOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ConversationStore>().AddSingleton<MemberStore>().AddSingleton<MessageStore>();
        services.AddSingleton<PersonStore>().AddSingleton<ModerationStore>().AddSingleton<PersonalDataStore>();
        services.AddSingleton<ChatUpkeep>().AddHostedService(provider => provider.GetRequiredService<ChatUpkeep>());
        builder.AddEventConsumer(Schema, Schema, events => events
            .On<OrderCreated, OrderHandler>(Topics.OrderCreated)
            .On<OrderStatusChanged, OrderHandler>(Topics.OrderStatusChanged)
            .On<DonorCreated, PlaceHandler>(Topics.DonorCreated)
            .On<DonorUpdated, PlaceHandler>(Topics.DonorUpdated)
            .On<NgoCreated, PlaceHandler>(Topics.NgoCreated)
            .On<NgoUpdated, PlaceHandler>(Topics.NgoUpdated)
            .On<DriverUpdated, DriverHandler>(Topics.DriverUpdated)
            .On<RegionCreated, RegionHandler>(Topics.RegionCreated)
            .On<UserUpdated, UserHandler>(Topics.UserUpdated)
            .On<UserDeleted, UserDeletedHandler>(Topics.UserDeleted));
    }

    public static void MapChat(WebApplication app)
    {
        var chat = app.MapGroup("/api/v1/chat");
        MapConversations(chat.MapGroup("").RequireAuthorization(Policies.SignedIn));
        MapModeration(chat.MapGroup("").RequireAuthorization(Policies.Dispatcher));
        app.MapGrpcService<ChatGrpcService>();
    }

    private static void MapConversations(RouteGroupBuilder chat)
    {
        chat.MapGet("/conversations", ConversationEndpoints.ListAsync)
            .Describe(Tag, "ListConversations", "The caller's conversations, the one with the newest message first; dispatchers see every board besides.").Fails(400);
        chat.MapGet("/unread", ConversationEndpoints.UnreadAsync)
            .Describe(Tag, "CountUnreadMessages", "How much the caller has not read, boards left out.").Fails();
        chat.MapGet("/orders/{id}", ConversationEndpoints.OfOrderAsync)
            .Describe(Tag, "GetOrderConversation", "The conversation of an order, for those who have part in it, or had.").Fails(400, 404);
        chat.MapPost("/direct", PeopleEndpoints.DirectAsync).AsCommand(Schema)
            .Describe(Tag, "OpenDirectConversation", "The conversation with somebody who shares an order with the caller; made when there is none.").Fails(400, 404, 409, 413, 415, 422);
        chat.MapGet("/conversations/{id}", ConversationEndpoints.GetAsync)
            .Describe(Tag, "GetConversation", "A conversation and who takes part in it.").Fails(400, 404);
        chat.MapGet("/conversations/{id}/messages", MessageEndpoints.ListAsync)
            .Describe(Tag, "ListMessages", "A conversation's messages, the newest first. Who has left reads those that were posted until then.").Fails(400, 404);
        chat.MapPost("/conversations/{id}/messages", MessageEndpoints.PostAsync).AsCommand(Schema)
            .Describe(Tag, "PostMessage", "Posts a text, a quick reply or a location. The same commandId is posted once, however often it is sent.").Fails(400, 404, 409, 413, 415, 422, 429);
        chat.MapPost("/conversations/{id}/read", ConversationEndpoints.ReadAsync).AsCommand(Schema)
            .Describe(Tag, "ReadConversation", "Notes how far the caller has read.").Fails(400, 404, 409, 413, 415, 422);
        chat.MapGet("/search", MessageEndpoints.SearchAsync)
            .Describe(Tag, "SearchMessages", "Messages that the caller may read, with words that begin as those given; the newest first.").Fails(400);
        chat.MapPost("/messages/{id}/report", MessageEndpoints.ReportAsync).AsCommand(Schema)
            .Describe(Tag, "ReportMessage", "Shows a message to the moderators.").Fails(400, 404, 409, 413, 415, 422);
        chat.MapGet("/blocks", PeopleEndpoints.BlocksAsync)
            .Describe(Tag, "ListBlocks", "Whom the caller has blocked.").Fails();
        chat.MapPost("/people/{id}/block", PeopleEndpoints.BlockAsync).AsCommand(Schema)
            .Describe(Tag, "BlockPerson", "Takes no direct messages and no notices of somebody, and hides what they write on boards. Orders' conversations stay whole: the work depends on them.").Fails(400, 404, 409, 422);
        chat.MapPost("/people/{id}/unblock", PeopleEndpoints.UnblockAsync).AsCommand(Schema)
            .Describe(Tag, "UnblockPerson", "Ends that.").Fails(400, 404, 409, 422);
        chat.MapGet("/export", PersonalDataEndpoints.ExportAsync)
            .Describe(Tag, "ExportMyMessages", "All that this service holds of the caller, as JSON.").Fails();
        chat.MapPost("/erase", PersonalDataEndpoints.EraseAsync).AsCommand(Schema)
            .Describe(Tag, "EraseMyMessages", "Erases what the caller wrote; what is reported or held, as soon as it is neither.").Fails(400, 409, 422);
    }

    private static void MapModeration(RouteGroupBuilder chat)
    {
        chat.MapGet("/reports", ModerationEndpoints.ListReportsAsync)
            .Describe(Tag, "ListReports", "What was reported, the latest first.").Fails(400);
        chat.MapGet("/reports/{id}/context", ModerationEndpoints.ContextAsync)
            .Describe(Tag, "GetReportContext", "What was written around a reported message.").Fails(400, 404);
        chat.MapPost("/reports/{id}/decide", ModerationEndpoints.DecideAsync).AsCommand(Schema)
            .Describe(Tag, "DecideReport", "Hides the message, mutes its author for a time, or bans them from the board; without any of these the report is dismissed. All that is reported of the message is decided with it.")
            .Fails(400, 404, 409, 413, 415, 422);
        chat.MapGet("/sanctions", ModerationEndpoints.ListSanctionsAsync)
            .Describe(Tag, "ListSanctions", "Who is muted or banned now.").Fails(400);
        chat.MapPost("/sanctions/{id}/lift", ModerationEndpoints.LiftAsync).AsCommand(Schema)
            .Describe(Tag, "LiftSanction", "Ends a mute or a ban before its time.").Fails(400, 404, 409, 413, 415, 422);
        chat.MapPost("/conversations/{id}/hold", ModerationEndpoints.HoldAsync).AsCommand(Schema).RequireAuthorization(Policies.Admin)
            .Describe(Tag, "HoldConversation", "Legal hold: nothing of the conversation is deleted or erased until it is released.").Fails(400, 404, 409, 413, 415, 422);
        chat.MapPost("/conversations/{id}/release", ModerationEndpoints.ReleaseAsync).AsCommand(Schema).RequireAuthorization(Policies.Admin)
            .Describe(Tag, "ReleaseConversation", "Ends the legal hold.").Fails(400, 404, 409, 413, 415, 422);
    }
}
