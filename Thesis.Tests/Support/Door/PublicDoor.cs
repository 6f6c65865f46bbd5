using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Thesis.Tests.Support.Door;

/// <summary>The BFF as a process of its own, before the identity service, which is another one, Redis and a backend.</summary>
public class PublicDoor(string accessTokenLife = "00:10:00") : IAsyncDisposable
{
    private readonly Dictionary<string, string> _bffEnvironment = [];
    private Backend? _backend;
    private ChildProcess? _identity;
    private ChildProcess? _bff;

    public string Password { get; } = Secret();

    public Uri Address { get; private set; } = new("http://localhost");

    /// <summary>Starts it before <paramref name="backend"/>, or one that tells what reached it.</summary>
    public async Task StartAsync(Uri? backend = null)
    {
        var redis = await RedisServer.SharedAsync();
        if (backend is null)
        {
            _backend = await Backend.StartAsync();
            backend = _backend.Address;
        }

        var (identityPort, bffPort) = (FreePort(), FreePort());
        Address = new Uri($"http://localhost:{bffPort}");
        var bffSecret = Secret();
        _identity = await StartIdentityAsync(identityPort, bffSecret);
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = Address.ToString(),
            ["ConnectionStrings__redis"] = redis.ConnectionString,
            ["Authentication__Authority"] = $"http://localhost:{identityPort}",
            ["Authentication__Issuer"] = Address.ToString(),
            ["Authentication__Audience"] = "thesis",
            ["Authentication__ClientId"] = "bff",
            ["Authentication__ClientSecret"] = bffSecret,
            ["services__identity__http__0"] = $"http://localhost:{identityPort}",
            ["services__donations__http__0"] = backend.ToString(),
            ["services__realtime__http__0"] = backend.ToString(),
        })
        {
            _bffEnvironment[name] = value;
        }

        await RestartAsync();
    }

    /// <summary>The process of the BFF.</summary>
    public int ProcessId => _bff?.Id ?? throw new InvalidOperationException("The BFF was not started.");

    /// <summary>Ends the BFF and starts it anew, with what is in Redis as its only memory.</summary>
    public async Task RestartAsync()
    {
        if (_bff is not null)
        {
            await _bff.DisposeAsync();
        }

        _bff = await StartBffAsync(Address, []);
    }

    /// <summary>One more BFF with other settings, before the same provider.</summary>
    public async Task<(ChildProcess Process, Uri Address)> StartAnotherAsync(Dictionary<string, string> settings)
    {
        var address = new Uri($"http://localhost:{FreePort()}");
        return (await StartBffAsync(address, settings), address);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var part in new IAsyncDisposable?[] { _bff, _identity, _backend })
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }
    }

    private Task<ChildProcess> StartBffAsync(Uri address, Dictionary<string, string> settings)
    {
        var environment = new Dictionary<string, string>(_bffEnvironment) { ["ASPNETCORE_URLS"] = address.ToString() };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        return RunAsync("Thesis.Bff.dll", [], environment, new Uri(address, "/health"));
    }

    private async Task<ChildProcess> StartIdentityAsync(int port, string bffSecret) => await RunAsync(
        "Thesis.Services.dll",
        ["--service", "identity"],
        new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://localhost:{port}",
            ["ConnectionStrings__thesisdb"] = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(),
            ["Authentication__Authority"] = $"http://localhost:{port}",
            ["Authentication__Issuer"] = Address.ToString(),
            ["Identity__BffSecret"] = bffSecret,
            ["Identity__ServicesSecret"] = Secret(),
            ["Identity__DemoPassword"] = Password,
            ["Identity__AccessTokenLife"] = accessTokenLife,
            ["Identity__FrontDoor"] = Address.ToString(),
        },
        new Uri($"http://localhost:{port}/health"));

    private static Task<ChildProcess> RunAsync(string dll, string[] arguments, Dictionary<string, string> environment, Uri readyAt) =>
        ChildProcess.StartAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, dll), .. arguments], AppContext.BaseDirectory, environment, readyAt);

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
