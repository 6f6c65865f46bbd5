using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Thesis.Tests.Support;

namespace Thesis.Bff.Tests.Support;

/// <summary>The BFF as a process of its own, before a real identity provider, Redis and a backend.</summary>
public sealed class PublicDoor : IAsyncLifetime
{
    private readonly Dictionary<string, string> _bffEnvironment = [];
    private Backend? _backend;
    private ChildProcess? _provider;
    private ChildProcess? _bff;

    public string Password { get; } = Secret();

    public Uri Address { get; private set; } = new("http://localhost");

    public async Task InitializeAsync()
    {
        var redis = await RedisServer.SharedAsync();
        _backend = await Backend.StartAsync();
        var (providerPort, bffPort) = (FreePort(), FreePort());
        Address = new Uri($"http://localhost:{bffPort}");
        var bffSecret = Secret();
        _provider = await StartProviderAsync(providerPort, bffSecret);
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = Address.ToString(),
            ["ConnectionStrings__redis"] = redis.ConnectionString,
            ["Authentication__Authority"] = $"http://localhost:{providerPort}",
            ["Authentication__Audience"] = "thesis",
            ["Authentication__ClientId"] = "bff",
            ["Authentication__ClientSecret"] = bffSecret,
            ["services__donations__http__0"] = _backend.Address.ToString(),
            ["services__realtime__http__0"] = _backend.Address.ToString(),
        })
        {
            _bffEnvironment[name] = value;
        }

        await RestartAsync();
    }

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
    internal async Task<(ChildProcess Process, Uri Address)> StartAnotherAsync(Dictionary<string, string> settings)
    {
        var address = new Uri($"http://localhost:{FreePort()}");
        return (await StartBffAsync(address, settings), address);
    }

    public async Task DisposeAsync()
    {
        foreach (var part in new IAsyncDisposable?[] { _bff, _provider, _backend })
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

        var dll = Path.Combine(AppContext.BaseDirectory, "Thesis.Bff.dll");
        return ChildProcess.StartAsync("dotnet", [dll], AppContext.BaseDirectory, environment, new Uri(address, "/health"));
    }

    // Tokens that live shorter than the BFF's margin are refreshed by every request: the hardest case for rotation.
    private Task<ChildProcess> StartProviderAsync(int port, string bffSecret) => ChildProcess.StartAsync(
        "node",
        ["server.mjs"],
        Installed(Path.Combine(RepositoryRoot(), "platform", "identity-provider")),
        new Dictionary<string, string>
        {
            ["PORT"] = $"{port}",
            ["DEMO_PASSWORD"] = Password,
            ["BFF_URL"] = Address.ToString().TrimEnd('/'),
            ["BFF_CLIENT_SECRET"] = bffSecret,
            ["SERVICE_CLIENT_SECRET"] = Secret(),
            ["ACCESS_TOKEN_SECONDS"] = "45",
        },
        new Uri($"http://localhost:{port}/.well-known/openid-configuration"));

    private static string Installed(string folder)
    {
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            using var npm = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("npm", ["ci"]) { WorkingDirectory = folder });
            npm?.WaitForExit();
        }

        return folder;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Thesis.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must run inside the repository.");
    }

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
