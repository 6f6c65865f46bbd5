using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Thesis.Tests.Support;

namespace Thesis.Bench.Flood;

/// <summary>The domain services that take donations, as one process on a database of its own.</summary>
internal sealed class ServicesProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Program = Path.Combine(RepositoryRoot.Path, "Thesis.Services", "bin", "Release", "net10.0", "Thesis.Services.dll");

    private readonly Process _process;
    private readonly TestIdentityProvider _identity;
    private readonly Uri _address;

    private ServicesProcess(Process process, TestIdentityProvider identity, Uri address) => (_process, _identity, _address) = (process, identity, address);

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="atOnce">Requests of one caller at a time; the product's own limit when null.</param>
    public static async Task<ServicesProcess> StartAsync(int? atOnce)
    {
        var identity = await TestIdentityProvider.SharedAsync();
        var (http, grpc) = (FreePort(), FreePort());
        var start = new ProcessStartInfo("dotnet", [Program, "--service", "donors,donations,regions"]) { RedirectStandardOutput = true };
        var settings = new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{http}",
            ["GRPC_PORT"] = grpc.ToString(CultureInfo.InvariantCulture),
            ["ConnectionStrings__thesisdb"] = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(),
            ["Authentication__Authority"] = identity.Authority,
            ["Authentication__ClientId"] = TestIdentityProvider.ClientId,
            ["Authentication__ClientSecret"] = TestIdentityProvider.ClientSecret,
            ["services__donors__grpc__0"] = $"http://127.0.0.1:{grpc}",
            ["CallerLimits__AtOnce"] = atOnce?.ToString(CultureInfo.InvariantCulture),
            ["Logging__LogLevel__Default"] = "Error",
        };
        foreach (var (name, value) in settings.Where(setting => setting.Value is not null))
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("The services did not start.");
        process.OutputDataReceived += (_, _) => { }; // A full pipe would stop it.
        process.BeginOutputReadLine();
        var services = new ServicesProcess(process, identity, new Uri($"http://127.0.0.1:{http}"));
        await services.UntilReadyAsync();
        return services;
    }

    /// <summary>A client of a signed-in user.</summary>
    public HttpClient As(string subject, string role) => _identity.SignIn(new HttpClient { BaseAddress = _address }, subject, role);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task UntilReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = _address };
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync("/health");
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                // It does not listen yet.
            }

            if (_process.HasExited || Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new InvalidOperationException($"The services are not ready after {Patience}.");
            }

            await Task.Delay(100);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
