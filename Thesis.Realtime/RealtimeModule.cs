using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.StackExchangeRedis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Thesis.Contracts.Chat.V1;
using Thesis.Contracts.Donations.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Drivers.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.Realtime.Delivery;
using Thesis.Realtime.Presence;
using Thesis.Realtime.Publishing;
using Thesis.Realtime.Subscriptions;
using Thesis.ServiceDefaults;

namespace Thesis.Realtime;

/// <summary>The live hub: who may listen to what, and how events of the log reach the clients of every node.</summary>
public static class RealtimeModule
{
    /// <summary>Name of the consumer group that reads the event log. Its members share the work; each event is published once.</summary>
    public const string ConsumerGroup = "realtime";

    /// <summary>Where clients connect.</summary>
    public const string HubPath = "/hubs/live";

    private const int FirstPauseMs = 500;
    private const int LongestPauseMs = 5_000;
    private const int MaxClientMessageBytes = 4 * 1024;

    /// <summary>Needs <c>AddServiceDefaults</c>, <c>AddThesisDatabase</c> and <c>AddRedisClient</c>.</summary>
    public static WebApplicationBuilder AddRealtime(this WebApplicationBuilder builder)
    {
        builder.AddLiveHub();
        builder.AddRawEventConsumer<EventPublisher>(ConsumerGroup);
        return builder;
    }

    public static WebApplication MapRealtime(this WebApplication app)
    {
        app.MapHub<LiveHub>(HubPath, options => options.CloseOnAuthenticationExpiration = true).RequireAuthorization(Policies.SignedIn);
        return app;
    }

    internal static WebApplicationBuilder AddLiveHub(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RealtimeOptions>().BindConfiguration("Realtime").ValidateDataAnnotations().ValidateOnStart();
        builder.AddGrpcClient<OrdersService.OrdersServiceClient>("orders", OrdersService.Descriptor);
        builder.AddGrpcClient<DonationsService.DonationsServiceClient>("donations", DonationsService.Descriptor);
        builder.AddGrpcClient<NgosService.NgosServiceClient>("ngos", NgosService.Descriptor);
        builder.AddGrpcClient<DonorsService.DonorsServiceClient>("donors", DonorsService.Descriptor);
        builder.AddGrpcClient<DriversService.DriversServiceClient>("drivers", DriversService.Descriptor);
        builder.AddGrpcClient<ChatService.ChatServiceClient>("chat", ChatService.Descriptor);

        // The dispatcher logs every refusal as an error; the filter logs what is one.
        builder.Logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.None);
        builder.Services
            .AddSignalR(options =>
            {
                options.MaximumReceiveMessageSize = MaxClientMessageBytes;
                options.AddFilter<InvocationFailureFilter>();
            })
            .AddJsonProtocol(json => JsonDefaults.Apply(json.PayloadSerializerOptions))
            .AddMessagePackProtocol()
            .AddStackExchangeRedis();
        // By default the pauses between attempts grow to a minute: clients would wait that long after Redis is back.
        builder.Services.Configure<ConfigurationOptions>(redis => redis.ReconnectRetryPolicy = new ExponentialRetry(FirstPauseMs, LongestPauseMs));
        builder.Services.AddOptions<RedisOptions>().Configure<IOptions<ConfigurationOptions>>((backplane, redis) =>
        {
            // A connection of its own, which SignalR opens and closes.
            backplane.Configuration = redis.Value.Clone();
            backplane.Configuration.ChannelPrefix = RedisChannel.Literal("hub");
        });
        builder.Services.AddSingleton<IUserIdProvider, SubjectUserIds>();
        builder.Services.AddSingleton<InvocationFailureFilter>();
        builder.Services.AddSingleton<RealtimeTelemetry>();
        builder.Services.AddSingleton<TopicAuthorizer>();
        builder.Services.AddSingleton<TypingNotices>();
        builder.Services.AddSingleton<TopicFanOut>();
        builder.Services.AddSingleton<EventPublisher>();
        builder.Services.AddSingleton<LiveConnections>();
        builder.Services.AddSingleton<HubLifetimeManager<LiveHub>>(services => services.GetRequiredService<LiveConnections>());
        builder.Services.AddHostedService<SignOutListener>();
        builder.Services.AddSingleton<PresenceRegister>();
        builder.Services.AddHostedService(services => services.GetRequiredService<PresenceRegister>());
        return builder;
    }
}
