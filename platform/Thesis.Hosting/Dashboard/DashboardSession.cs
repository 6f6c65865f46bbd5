using System.Globalization;
using System.Security.Cryptography;
using Aspire.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Thesis.Dashboard;
using Thesis.Dashboard.Resources;
using Thesis.Hosting.Orchestration;
using Thesis.Hosting.Processes;
using Thesis.Hosting.State;

namespace Thesis.Hosting.Dashboard;

/// <summary>The dashboard in the AppHost's own process: where it listens, and its life.</summary>
internal sealed partial class DashboardSession : IAsyncDisposable
{
    public const string EnabledKey = "Thesis:Dashboard";
    private const string GrpcUrlKey = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";
    private const string HttpUrlKey = "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL";
    private const string AllowAnonymousKey = "ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS";
    private const string ApiKeyKey = "Dashboard:Api:PrimaryApiKey";
    private const string MemoryName = "dashboard";
    private const int KeyBytes = 16;

    private readonly ILogger _logger;
    private readonly Task<DashboardHost> _starting;
    private readonly TextWriter _output;

    private DashboardSession(Task<DashboardHost> starting, ILogger logger, TextWriter output)
    {
        _starting = starting;
        _logger = logger;
        _output = output;
    }

    /// <summary>Whether a dashboard is wanted.</summary>
    public static bool IsWanted(DistributedApplicationOptions options, IConfiguration configuration) =>
        !options.DisableDashboard && !string.Equals(configuration[EnabledKey], "false", StringComparison.OrdinalIgnoreCase);

    /// <summary>Chooses the addresses, makes them known to the configuration, and starts the dashboard; does not wait for it.</summary>
    public static DashboardSession Start(IDistributedApplicationBuilder application, StateDirectory state, IResourceSource source, ILoggerFactory logging, TimeProvider time, CancellationToken cancellationToken)
    {
        var configuration = application.Configuration;
        var ports = new DashboardPorts(configuration, state);
        configuration["AppHost:OtlpApiKey"] ??= NewKey();
        configuration["AppHost:BrowserToken"] ??= configuration["ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN"] ?? NewKey();
        configuration[GrpcUrlKey] ??= ports.Url("otlp-grpc", 18889);
        configuration[HttpUrlKey] ??= ports.Url("otlp-http", 18890);
        var options = new DashboardOptions
        {
            Urls = configuration["ASPNETCORE_URLS"] ?? ports.Url("pages", 18888),
            OtlpGrpcUrl = configuration[GrpcUrlKey] ?? "",
            OtlpHttpUrl = configuration[HttpUrlKey] ?? "",
            OtlpApiKey = configuration["AppHost:OtlpApiKey"],
            ApiKey = configuration[ApiKeyKey] is { Length: > 0 } apiKey ? apiKey : null,
            BrowserToken = configuration["AppHost:BrowserToken"],
            AllowAnonymous = string.Equals(configuration[AllowAnonymousKey], "true", StringComparison.OrdinalIgnoreCase),
            DataDirectory = state.EnsureOwnerOnly("dashboard"),
            ApplicationName = source.ApplicationName,
            Logging = logging,
            Time = time,
        };
        ports.Save();
        return new DashboardSession(
            Task.Run(() => DashboardHost.StartAsync(options, source, cancellationToken), cancellationToken),
            logging.CreateLogger("Thesis.Hosting.Dashboard"),
            Console.Out);
    }

    /// <summary>Waits until it answers, and says where. The application runs without it when it does not start. The address to sign in at, or null.</summary>
    public async Task<string?> AnnounceAsync()
    {
        try
        {
            var host = await _starting.ConfigureAwait(false);
            await _output.WriteLineAsync($"Now listening on: {host.Urls[0]}").ConfigureAwait(false);
            await _output.WriteLineAsync($"Login to the dashboard at {host.LoginUrl}").ConfigureAwait(false);
            return host.LoginUrl;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The application is worth more than the view of it.
            LogFailure(e);
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            var host = await _starting.ConfigureAwait(false);
            await host.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // It did not start, or does not end well: the application ends all the same.
            LogFailure(e);
        }
    }

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));

    [LoggerMessage(1, LogLevel.Error, "The dashboard does not run")]
    private partial void LogFailure(Exception exception);

    /// <summary>The dashboard's ports: those of Aspire if they are free at first, and from then on the same.</summary>
    private sealed class DashboardPorts(IConfiguration configuration, StateDirectory state)
    {
        private readonly PortAllocation _free = new();
        private readonly bool _randomize = string.Equals(configuration[EndpointAllocation.RandomizePortsKey], "true", StringComparison.OrdinalIgnoreCase);
        private readonly PortMemory? _memory = state.IsEphemeral ? null : new PortMemory(Path.Combine(state.EnsureExists(), "ports.json"));

        public string Url(string name, int preferred)
        {
            int[] wanted = _randomize ? [] : _memory?.Find(MemoryName, name) is { } earlier ? [earlier, preferred] : [preferred];
            var port = wanted.FirstOrDefault(PortOwner.IsFree);
            port = port == 0 ? _free.Next() : port;
            _free.Take(port);
            if (!_randomize)
            {
                _memory?.Remember(MemoryName, name, port);
            }

            return string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}");
        }

        public void Save() => _memory?.Save();
    }
}
