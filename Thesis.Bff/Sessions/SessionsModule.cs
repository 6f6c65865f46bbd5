using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Thesis.Redis;

namespace Thesis.Bff.Sessions;

internal static class SessionsModule
{
    public static void AddSessions(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => RedisConnection.Create(
            RedisOptions.Parse(builder.Configuration.GetConnectionString("redis")
                ?? throw new InvalidOperationException("ConnectionStrings__redis must be set: sessions are kept in Redis.")),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<RedisConnection>>()));
        builder.Services.AddDataProtection().SetApplicationName("thesis-bff");
        builder.Services.AddOptions<KeyManagementOptions>()
            .Configure<RedisConnection>((keys, redis) => keys.XmlRepository = new RedisKeyRing(redis));
        builder.Services.AddSingleton<SessionStore>();
        builder.Services.AddSingleton<SessionTokens>();
        builder.Services.AddHealthChecks().AddCheck<RedisHealth>("redis");
    }
}
