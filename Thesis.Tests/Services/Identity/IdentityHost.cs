using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.Services.Tests.Identity;

/// <summary>The identity service as a process runs it, on a database of its own, with one endpoint that takes its tokens as every service does.</summary>
public class IdentityHost : IAsyncLifetime
{
    public const string Guarded = "/guarded";
    public const string BffSecret = "a secret of the front door";
    public const string ServicesSecret = "a secret of the services";

    private WebApplication? app;

    public string Password { get; init; } = "the password of the demo accounts";

    public int Port { get; init; } = FreePort.Next();

    public string ConnectionString { get; private set; } = "";

    public Dictionary<string, string?> Settings { get; init; } = [];

    internal MovableTime Time { get; init; } = new();

    /// <summary>What a test puts in the place of the service's own parts.</summary>
    protected virtual void Replace(WebApplicationBuilder builder)
    {
    }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public IServiceProvider Services => app?.Services ?? throw new InvalidOperationException("Not started.");

    public LogCapture Logs { get; } = new();

    /// <summary>A process of the same system: same database, same address unless it runs at the same time.</summary>
    public static async Task<IdentityHost> StartAsync(IdentityHost? like = null, int? port = null, string? password = null, Dictionary<string, string?>? settings = null)
    {
        var host = like is null
            ? new IdentityHost { Settings = settings ?? [] }
            : new IdentityHost { ConnectionString = like.ConnectionString, Port = port ?? like.Port, Password = password ?? like.Password, Settings = settings ?? like.Settings, Time = like.Time };
        await host.InitializeAsync();
        return host;
    }

    public async Task InitializeAsync()
    {
        ConnectionString = ConnectionString.Length > 0 ? ConnectionString : await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:thesisdb"] = ConnectionString,
            ["Authentication:Authority"] = Address.ToString(),
            ["Identity:BffSecret"] = BffSecret,
            ["Identity:ServicesSecret"] = ServicesSecret,
            ["Identity:DemoPassword"] = Password,
        });
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.AddServiceDefaults();
        builder.AddThesisServices(ServiceCatalog.TrySelect("identity", out var modules, out var refusal) ? modules : throw new InvalidOperationException(refusal));
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Logs);
        Replace(builder);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Port));
        app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapThesisServices();
        app.MapGet(Guarded, (ClaimsPrincipal user) => TypedResults.Ok(user.FindFirst("sub")?.Value)).RequireAuthorization(Policies.SignedIn);
        await app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    /// <summary>What the guarded endpoint answers to a token.</summary>
    public async Task<HttpStatusCode> TryAsync(string token)
    {
        using var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync(new Uri(Guarded, UriKind.Relative));
        return answer.StatusCode;
    }
}
