using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Thesis.Realtime.Publishing;
using Thesis.ServiceDefaults;
using Thesis.Tests.Support;

namespace Thesis.Realtime.Tests;

/// <summary>One realtime process on a free port.</summary>
internal sealed class RealtimeNode : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestIdentityProvider _identity;

    private RealtimeNode(WebApplication app, TestIdentityProvider identity, LogLines log)
    {
        _app = app;
        _identity = identity;
        Log = log;
    }

    public LogLines Log { get; }

    public Uri Address => new(_app.Urls.First());

    public EventPublisher Publisher => _app.Services.GetRequiredService<EventPublisher>();

    public IConnectionMultiplexer Redis => _app.Services.GetRequiredService<IConnectionMultiplexer>();

    public IServiceProvider Services => _app.Services;

    /// <summary>A node with the hub and the publisher; events are handed to it by the test unless it adds the log's consumer.</summary>
    public static async Task<RealtimeNode> StartAsync(
        string redis, Action<WebApplicationBuilder>? configure = null, params (string Key, string? Value)[] settings)
    {
        var identity = await TestIdentityProvider.SharedAsync();
        var owners = await Owners.SharedAsync();
        var log = new LogLines();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Authentication:Authority"] = identity.Authority,
            ["ConnectionStrings:redis"] = redis,
        });
        builder.Configuration.AddInMemoryCollection(
            ((string[])["orders", "donations", "ngos", "donors", "drivers", "chat"])
            .Select(s => KeyValuePair.Create($"services:{s}:grpc:0", (string?)owners.Address)));
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value)));
        builder.AddServiceDefaults();
        builder.AddRedisClient("redis");
        if (configure is null)
        {
            builder.AddLiveHub();
        }
        else
        {
            configure(builder);
        }

        builder.Logging.ClearProviders().AddProvider(log);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapRealtime();
        await app.StartAsync();
        return new RealtimeNode(app, identity, log);
    }

    public Task<LiveClient> ConnectAsync(string subject, params string[] roles) => ConnectAsync(_identity.Token(subject, roles));

    public Task<LiveClient> ConnectAsync(string token) => LiveClient.ConnectAsync(Address, token);

    public string Token(string subject, TimeSpan life, params string[] roles) => _identity.Token(subject, roles, life);

    /// <summary>A client that says hello and then never reads.</summary>
    public async Task<ClientWebSocket> ConnectDeafAsync(string subject, string topic, params string[] roles)
    {
        var socket = await LiveClient.OpenAsync(Address, _identity.Token(subject, roles));
        await LiveClient.SendAsync(socket, $$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":["{{topic}}"]}""");
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
