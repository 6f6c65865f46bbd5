using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Tests.Support;

namespace Thesis.Services.Tests.Support;

/// <summary>
/// The services as a process runs them, in the test's process: Kestrel on a free port, a PostgreSQL database of its own with
/// the event log, and an issuer of tokens.
/// </summary>
/// <remarks>
/// Make one with <see cref="StartAsync"/>, or share one per test class as <c>IClassFixture&lt;ServicesHost&gt;</c>.
/// </remarks>
public class ServicesHost : IAsyncLifetime
{
    private WebApplication? app;
    private TokenIssuer? issuer;
    private GrpcChannel? grpc;

    /// <summary>Which services run; as on the command line. Tokens are a test issuer's: the identity service has tests of its own.</summary>
    protected virtual string Selection => string.Join(',', ServiceCatalog.All.Select(module => module.Name).Except(["identity"]));

    /// <summary>The services' clock; a test that moves time gives its own.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>More settings, e.g. <c>["Donations:ExpirySweepInterval"] = "00:10:00"</c>.</summary>
    public Dictionary<string, string?> Settings { get; init; } = [];

    /// <summary>The database; a new one when not given.</summary>
    public string ConnectionString { get; init; } = "";

    public IServiceProvider Services => App.Services;

    public Uri Address => new(App.Urls.First());

    /// <summary>Where the services answer gRPC: HTTP/2 without TLS.</summary>
    public Uri GrpcAddress { get; private set; } = new("http://127.0.0.1");

    /// <summary>A channel to that address; see <see cref="GrpcCalls.GrpcAs"/>.</summary>
    public GrpcChannel Grpc => grpc ??= GrpcChannel.ForAddress(GrpcAddress);

    public TokenIssuer Issuer => issuer ?? throw NotStarted();

    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>What the services logged as warnings and errors.</summary>
    public LogCapture Logs { get; } = new();

    private WebApplication App => app ?? throw NotStarted();

    /// <summary>Starts services of a test's own.</summary>
    public static async Task<ServicesHost> StartAsync(TimeProvider? time = null, Dictionary<string, string?>? settings = null)
    {
        var host = new ServicesHost { Time = time ?? TimeProvider.System, Settings = settings ?? [] };
        await host.InitializeAsync();
        return host;
    }

    public async Task InitializeAsync()
    {
        var connectionString = ConnectionString.Length > 0 ? ConnectionString : await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        issuer = await TokenIssuer.StartAsync();
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:thesisdb"] = connectionString,
            ["Authentication:Authority"] = issuer.Address,
            ["Authentication:ClientId"] = TokenIssuer.ClientId,
            ["Authentication:ClientSecret"] = TokenIssuer.ClientSecret,
            ["RemoteCalls:RefuseInTransactions"] = "true",
        });
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Services.AddSingleton(Time);
        builder.AddServiceDefaults();
        builder.AddThesisServices(ServiceCatalog.TrySelect(Selection, out var modules, out var refusal) ? modules : throw new InvalidOperationException(refusal));
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Logs);
        var grpcPort = FreePort.Next();
        GrpcAddress = new Uri($"http://127.0.0.1:{grpcPort}");
        AddOwnAddresses(builder, grpcPort);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, grpcPort, endpoint => endpoint.Protocols = Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http2);
        });
        app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapThesisServices();
        await app.StartAsync();
    }

    /// <summary>A client signed in as a user of these roles; the demo accounts' subjects are <c>user-&lt;account&gt;</c>.</summary>
    public HttpClient As(string subject, params string[] roles)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", Issuer.Sign(subject, roles));
        return client;
    }

    public HttpClient AsDonor(string subject = "user-donor1") => As(subject, Roles.Donor);

    public HttpClient AsNgo(string subject = "user-ngo1") => As(subject, Roles.Ngo);

    public HttpClient AsDriver(string subject = "user-driver1") => As(subject, Roles.Driver);

    public HttpClient AsDispatcher() => As("user-dispatcher", Roles.Dispatcher);

    public HttpClient AsAdmin() => As("user-admin", Roles.Admin);

    public HttpClient AsService() => As("service-tests", Roles.Service);

    public HttpClient Anonymous() => new() { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };

    public async Task DisposeAsync()
    {
        grpc?.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        if (issuer is not null)
        {
            await issuer.DisposeAsync();
        }
    }

    /// <summary>The services find one another by the same settings as in production: all of them are here.</summary>
    private static void AddOwnAddresses(WebApplicationBuilder builder, int grpcPort) =>
        builder.Configuration.AddInMemoryCollection(ServiceCatalog.All.Select(module =>
            new KeyValuePair<string, string?>($"services:{module.Name}:grpc:0", $"http://127.0.0.1:{grpcPort}")));

    private static InvalidOperationException NotStarted() => new("The services are not started.");
}
