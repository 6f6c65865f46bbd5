using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using StackExchange.Redis;

namespace Thesis.Bff.Sessions;

internal static class SessionsModule
{
    private const string KeyRing = "bff:key-ring";

    public static void AddSessions(this WebApplicationBuilder builder)
    {
        builder.AddRedisClient("redis");
        builder.Services.AddDataProtection().SetApplicationName("thesis-bff");
        builder.Services.AddOptions<KeyManagementOptions>()
            .Configure<IConnectionMultiplexer>((keys, redis) => keys.XmlRepository = new RedisXmlRepository(() => redis.GetDatabase(), KeyRing));
        builder.Services.AddSingleton<SessionIndex>();
        builder.Services.AddSingleton<SessionMemory>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SessionMemory>());
        builder.Services.AddSingleton<SessionStore>();
        builder.Services.AddSingleton<SessionTokens>();
    }
}
