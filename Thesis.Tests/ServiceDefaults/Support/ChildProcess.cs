using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Thesis.Contracts.Common.V1;

namespace Thesis.ServiceDefaults.Tests.Support;

/// <summary>
/// A process of its own, to be killed: a member of the group <c>readers</c> and a runner of <c>workers</c>. It takes
/// events and jobs, and never comes to an end with one; its own end comes when the test's process ends.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public static ChildProcess Start(string database, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true };
        start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        start.ArgumentList.Add(database);
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
        {
            start.ArgumentList.Add($"{key}={value}");
        }
        return new ChildProcess(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start."));
    }

    /// <summary>Kills it with SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }
        _process.Dispose();
    }

    public static async Task Main(string[] args)
    {
        if (args is [IdHosts.Argument, var database])
        {
            await IdHosts.PrintAsync(database);
            return;
        }
        var settings = args.Skip(1).Select(a => a.Split('=', 2)).Select(s => KeyValuePair.Create(s[0], (string?)s[1]));
        using var host = EventHosts.Create(args[0], relay: false, settings: settings, configure: b =>
        {
            b.AddEventConsumer("readers", "things", c => c.On<Place, EndlessHandler>(EventHosts.Topic));
            b.AddEventConsumer("workers", "things", c => c.OnJob<Place, string, EndlessJob>(EventHosts.Topic, 4));
        });
        await host.StartAsync();
        await Console.In.ReadToEndAsync();
        Environment.Exit(0);
    }

    private sealed class EndlessHandler : IEventHandler<Place>
    {
        public async Task HandleAsync(Place message, EventContext context, CancellationToken cancellationToken)
        {
            await using var insert = context.Command.Command("INSERT INTO things.effects VALUES (0, 'by the killed process')");
            await insert.ExecuteNonQueryAsync(cancellationToken);
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        }
    }

    private sealed class EndlessJob : IEventJob<Place, string>
    {
        public async Task<string> ExecuteAsync(Place message, JobContext context, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return "";
        }

        public Task CommitAsync(string result, EventContext context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("An endless job has no result.");
    }
}
