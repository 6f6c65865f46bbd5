extern alias services;

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Thesis.Contracts.Accounts.V1;
using Thesis.Realtime;
using Thesis.ServiceDefaults;
using services::Thesis.Services;
using Thesis.Services.Tests.Identity;
using Thesis.Services.Tests.Notifications;
using Thesis.Tests.Support;

namespace Thesis.Bench.Notifications;

/// <summary>Chat, Notifications and the hub in one process, with PostgreSQL, Redis, a mail server and a push service on this machine. The other services are played by their events.</summary>
internal sealed class MeasuredSystem : IAsyncDisposable
{
    private readonly PostgresServer _postgres;
    private readonly RedisServer _redis;
    private readonly List<WebApplication> _apps = [];

    private MeasuredSystem(PostgresServer postgres, RedisServer redis, TestIdentityProvider identity) => (_postgres, _redis, Identity) = (postgres, redis, identity);

    public TestIdentityProvider Identity { get; }

    public SmtpServer Mail { get; } = new();

    public PushService Push { get; } = new();

    /// <summary>Where the services answer HTTP.</summary>
    public Uri Services { get; private set; } = new("http://127.0.0.1");

    /// <summary>Where clients connect to the hub.</summary>
    public Uri Hub { get; private set; } = new("http://127.0.0.1");

    public NpgsqlDataSource Database => _apps[^1].Services.GetRequiredService<NpgsqlDataSource>();

    public static async Task<MeasuredSystem> StartAsync()
    {
        var postgres = await PostgresServer.StartAsync();
        var system = new MeasuredSystem(postgres, await RedisServer.StartAsync(), await TestIdentityProvider.StartAsync());
        await system.StartAsync(await postgres.CreateDatabaseAsync());
        return system;
    }

    /// <summary>Publishes events as the service of a schema would, in one transaction.</summary>
    public async Task PublishAsync<T>(string schema, string topic, params (long Key, T Message)[] events)
        where T : IMessage<T>
    {
        await using var scope = _apps[^1].Services.CreateAsyncScope();
        var command = scope.ServiceProvider.GetRequiredService<CommandContext>();
        await command.OpenAsync(schema, Actor.System(schema), CancellationToken.None);
        foreach (var (key, message) in events)
        {
            command.Publish(topic, key, message);
        }

        await command.CommitAsync(CancellationToken.None);
    }

    /// <summary>Looks until a query says true.</summary>
    public async Task UntilAsync(string condition)
    {
        await using var select = Database.CreateCommand(condition);
        for (var i = 0; i < 3000; i++)
        {
            if (await select.ExecuteScalarAsync() is true)
            {
                return;
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"Waited a minute in vain for: {condition}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps.AsEnumerable().Reverse())
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        await Mail.DisposeAsync();
        await Push.DisposeAsync();
        await Identity.DisposeAsync();
        await _redis.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private async Task StartAsync(string database)
    {
        var (accounts, services) = (FreePort(), FreePort());
        await RunAsync(accounts, [], builder => builder.AddGrpcServer(), app => app.MapGrpcService<Accounts>());
        Hub = await RunAsync(FreePort(), new()
        {
            ["ConnectionStrings:thesisdb"] = database,
            ["ConnectionStrings:redis"] = _redis.ConnectionString,
            ["services:chat:grpc:0"] = $"http://127.0.0.1:{services}",
        }, builder =>
        {
            builder.AddThesisDatabase("thesisdb");
            builder.AddRedisClient("redis");
            builder.AddRealtime();
        }, app => app.MapRealtime());
        Services = await RunAsync(services, new()
        {
            ["ConnectionStrings:thesisdb"] = database,
            ["services:identity:grpc:0"] = $"http://127.0.0.1:{accounts}",
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = Mail.Port.ToString(CultureInfo.InvariantCulture),
            ["Mail:AllowPlain"] = "true",
            ["Notifications:PushHosts:0"] = "127.0.0.1",
            ["Chat:MessagesAMinute"] = "10000",
            ["Chat:MessagesAnHour"] = "100000",
        }, builder => builder.AddThesisServices([.. ServiceCatalog.All.Where(module => module.Name is "chat" or "notifications")]), app => app.MapThesisServices());
    }

    private async Task<Uri> RunAsync(int grpcPort, Dictionary<string, string?> settings, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(settings)
        {
            ["Authentication:Authority"] = Identity.Authority,
            ["Authentication:ClientId"] = TestIdentityProvider.ClientId,
            ["Authentication:ClientSecret"] = TestIdentityProvider.ClientSecret,
        });
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();
        add(builder);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, grpcPort, endpoint => endpoint.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        app.MapDefaultEndpoints();
        map(app);
        await app.StartAsync();
        _apps.Add(app);
        return new Uri(app.Urls.First());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The identity service, as far as it is asked: everybody has an address.</summary>
    private sealed class Accounts : AccountsService.AccountsServiceBase
    {
        [Authorize(Policies.Service)]
        public override Task<GetContactsResponse> GetContacts(GetContactsRequest request, ServerCallContext context) => Task.FromResult(new GetContactsResponse
        {
            Contacts = { request.UserIds.Select(user => new Contact { UserId = user, Name = user, Email = $"{user}@example.org" }) },
        });
    }
}
